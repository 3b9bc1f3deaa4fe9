#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_rollback_on_breach_off(const ScaleSet& set, RuleContext& context) {
  const Property flag = set.upgrade.rolling["rollbackFailedInstancesOnPolicyBreach"];
  if ((set.mode_is(UpgradeMode::rolling) && !flag.is_true()) != Tri::yes) return;
  context.report(set, flag, "when the policy is breached, failed instances keep the new model").help("set `rollbackFailedInstancesOnPolicyBreach` to true (API version 2022-11-01 or later)");
}

FLEETLINT_RULE(rollback_on_breach_off) = {
    .id = "FL-UPG-021",
    .name = "rollback-on-breach-off",
    .title = "Rolling mode does not undo failed instances when the policy is breached",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(Rolling mode does not undo failed instances when the policy is breached.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.upgradePolicy.mode == Rolling and properties.upgradePolicy.rollingUpgradePolicy.rollbackFailedInstancesOnPolicyBreach is not true.

## Example

Flagged: `mode:"Rolling", rollingUpgradePolicy:{…}`.

Fine: `rollbackFailedInstancesOnPolicyBreach:true (api >= 2022-11-01)`.

## Fix

Set it true; raise apiVersion if below 2022-11-01. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_rollback_on_breach_off,
};

}  // namespace fleetlint::rules
