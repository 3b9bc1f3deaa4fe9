#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_patched_at_any_hour(const ScaleSet& set, RuleContext& context) {
  const Property flag = set.patch_settings()["automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule"];
  if ((set.is_flexible() && set.patch_mode().equals("AutomaticByPlatform") && !flag.is_true()) == Tri::yes) context.report(set, set.patch_mode(), "Flexible sets are patched at all hours, not only off-peak");
}

FLEETLINT_RULE(flex_patched_at_any_hour) = {
    .id = "FL-GPT-016",
    .name = "flex-patched-at-any-hour",
    .title = "Flexible sets are patched at all hours, not only off-peak",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "guest-patching",
    .page = R"md(Flexible sets are patched at all hours, not only off-peak.

Advice: it works, but is easy to get wrong or harder to operate.

## When

the set is Flexible and patchMode AutomaticByPlatform and bypass flag not true.

## Example

Flagged: `Flexible + AutomaticByPlatform`.

Fine: `maintenance window`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Update options in Azure Update Manager
- Microsoft Learn: Updates and maintenance overview (virtual machines))md",
    .check_scale_set = check_flex_patched_at_any_hour,
};

}  // namespace fleetlint::rules
