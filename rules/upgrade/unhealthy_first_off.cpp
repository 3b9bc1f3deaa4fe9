#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_unhealthy_first_off(const ScaleSet& set, RuleContext& context) {
  const Property flag = set.upgrade.rolling["prioritizeUnhealthyInstances"];
  if ((set.mode_is(UpgradeMode::rolling) && !flag.is_true()) != Tri::yes) return;
  context.report(set, flag, "unhealthy instances are not upgraded first").help("set `prioritizeUnhealthyInstances` to true (API version 2020-12-01 or later)");
}

FLEETLINT_RULE(unhealthy_first_off) = {
    .id = "FL-UPG-032",
    .name = "unhealthy-first-off",
    .title = "Sick instances are not upgraded first",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade health",
    .page = R"md(Sick instances are not upgraded first.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.upgradePolicy.mode == Rolling and properties.upgradePolicy.rollingUpgradePolicy.prioritizeUnhealthyInstances is not true.

## Example

Flagged: `rollingUpgradePolicy without it`.

Fine: `prioritizeUnhealthyInstances:true`.

## Fix

True (api >= 2020-12-01). A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_unhealthy_first_off,
};

}  // namespace fleetlint::rules
