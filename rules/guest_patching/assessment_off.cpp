#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_assessment_off(const ScaleSet& set, RuleContext& context) {
  const Property assessment = set.patch_settings()["assessmentMode"];
  if ((set.profile().present() && !assessment.equals("AutomaticByPlatform") && !set.os_upgrade_on()) == Tri::yes) context.report(set, assessment, "missing patches are not assessed");
}

FLEETLINT_RULE(assessment_off) = {
    .id = "FL-GPT-015",
    .name = "assessment-off",
    .title = "Missing patches are not assessed",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "guest-patching",
    .page = R"md(Missing patches are not assessed.

Advice: it works, but is easy to get wrong or harder to operate.

## When

patchSettings.assessmentMode is not AutomaticByPlatform and automatic OS image upgrade is off.

## Example

Flagged: `ImageDefault`.

Fine: `AutomaticByPlatform`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index
- Microsoft Learn: Update options in Azure Update Manager)md",
    .check_scale_set = check_assessment_off,
};

}  // namespace fleetlint::rules
