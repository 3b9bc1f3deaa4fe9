#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_rolling_policy_removed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    if (before->upgrade.rolling.present() == Tri::yes && now->upgrade.rolling.present() == Tri::no) context.report(*now, now->upgrade.rolling, "the set keeps its rolling policy although the template drops it").note(before->upgrade.rolling, "the earlier version");
}

FLEETLINT_RULE(rolling_policy_removed) = {
    .id = "FL-DIF-021",
    .name = "rolling-policy-removed",
    .title = "Removing the rolling policy from the template does not remove it from the set",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(Removing the rolling policy from the template does not remove it from the set.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.upgradePolicy.rollingUpgradePolicy in baseline, absent now.

## Example

Flagged: `block deleted`.

Fine: `explicit values`.

## Fix

Write the defaults instead. A proposal: its owner decides.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- issue terraform azurerm PR#922)md",
    .check_model = check_rolling_policy_removed,
};

}  // namespace fleetlint::rules
