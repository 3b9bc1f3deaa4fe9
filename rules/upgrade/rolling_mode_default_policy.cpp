#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_rolling_mode_default_policy(const ScaleSet& set, RuleContext& context) {
  if ((set.mode_is(UpgradeMode::rolling) && !set.upgrade.rolling.present()) != Tri::yes) return;
  context.report(set, set.upgrade.policy["mode"], "mode `Rolling` without a `rollingUpgradePolicy`: batches of 20 %, limits of 20 %, no pause")
      .help("write the values out, so that they are reviewed: maxBatchInstancePercent, maxUnhealthyInstancePercent, maxUnhealthyUpgradedInstancePercent, pauseTimeBetweenBatches");
}

FLEETLINT_RULE(rolling_mode_default_policy) = {
    .id = "FL-UPG-006",
    .name = "rolling-mode-default-policy",
    .title = "Rolling mode without an explicit batch policy",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "upgrade",
    .page = R"md(Rolling mode without an explicit batch policy.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.upgradePolicy.mode == Rolling and properties.upgradePolicy.rollingUpgradePolicy absent (platform defaults 20 / 20 / 20 / PT0S apply).

## Example

Flagged: `upgradePolicy:{mode:"Rolling"}`.

Fine: `upgradePolicy:{mode:"Rolling",rollingUpgradePolicy:{maxBatchInstancePercent:20,…}}`.

## Fix

Write out the four defaults in properties.upgradePolicy.rollingUpgradePolicy so that they are visible and reviewed.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_rolling_mode_default_policy,
};

}  // namespace fleetlint::rules
