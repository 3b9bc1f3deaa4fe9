#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_patching_without_apphealth(const ScaleSet& set, RuleContext& context) {
  if ((set.is_flexible() && set.patch_mode().equals("AutomaticByPlatform") && !set.has_application_health()) == Tri::yes) context.report(set, set.patch_mode(), "guest patching of a Flexible set without the Application Health extension").help("add the extension: patching then stops at unhealthy instances");
}

FLEETLINT_RULE(flex_patching_without_apphealth) = {
    .id = "FL-GPT-009",
    .name = "flex-patching-without-apphealth",
    .title = "Guest patching of a Flexible set without Application Health",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "guest-patching health",
    .page = R"md(Guest patching of a Flexible set without Application Health.

More machines than expected can be out of service at the same time.

## When

the set is Flexible and patchMode AutomaticByPlatform and there is no Application Health extension.

## Example

Flagged: `patchMode: 'AutomaticByPlatform' on a Flexible set without the extension`.

Fine: `extension`.

## Fix

Add extension. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Update options in Azure Update Manager
- doc: vendor pages on automatic VM guest patching, hotpatch, scheduled patching prerequisites)md",
    .check_scale_set = check_flex_patching_without_apphealth,
};

}  // namespace fleetlint::rules
