#include "fleetlint/rules/rule.h"
#include <algorithm>

namespace fleetlint::rules {

static void check_one_sick_instance_blocks_upgrades(const ScaleSet& set, RuleContext& context) {
  const auto limits = set.unhealthy_limits();
  if ((set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling)) != Tri::yes || limits.empty()) return;
  const std::int64_t limit = *std::max_element(limits.begin(), limits.end());
  if (set.instances.test([&](std::int64_t count) { return count >= 2 && 100 > limit * count; }) != Tri::yes) return;
  const std::int64_t instances = *std::max_element(set.instances.possible.begin(), set.instances.possible.end());
  const auto needed = (100 + limit - 1) / std::max<std::int64_t>(1, limit);
  context.report(set, set.instances.property, "one unhealthy instance of " + std::to_string(instances) + " is " + std::to_string((100 + instances / 2) / instances) +
                                                  " %, above the limit of " + std::to_string(limit) + " %: upgrades stop")
      .note(set.upgrade.rolling["maxUnhealthyInstancePercent"], set.upgrade.max_unhealthy_percent.is_absent() ? "no limit is stated, so it is 20 %" : "the limit")
      .help("run at least " + std::to_string(needed) + " instances, or raise the limit to " + std::to_string((100 + instances - 1) / instances) + " %");
}

FLEETLINT_RULE(one_sick_instance_blocks_upgrades) = {
    .id = "FL-UPG-016",
    .name = "one-sick-instance-blocks-upgrades",
    .title = "Fleet so small that a single unhealthy instance stops every OS upgrade",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade capacity health",
    .suppressed_by = "FL-UPG-015 FL-AUT-006",
    .page = R"md(Fleet so small that a single unhealthy instance stops every OS upgrade.

Nothing is refused, but machines silently stay as they are.

## When

(automatic OS image upgrade is on or properties.upgradePolicy.mode == Rolling) and 2 <= N and 100/N > the unhealthy limit, i.e. one sick instance already exceeds properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyInstancePercent (default 20): true for N <= 4 at 20%, N = 2 at 40%. With autoscale N is its minimum, whatever sku.capacity says: a minimum of one belongs to FL-AUT-001, and where sku.capacity alone would pass FL-AUT-006 reports instead of this rule.

## Example

Flagged: `capacity 3, limit 20 (1 of 3 = 33%)`.

Fine: `capacity 5, limit 20 — or capacity 3, limit 34`.

## Fix

Raise capacity to ceil(100/limit), or set properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyInstancePercent to ceil(100/N) with useRollingUpgradePolicy. A proposal: its owner decides.

Doubt: Whether the platform compares > or >= at exactly 20% (N=5, one sick) is not documented; rule uses strict >.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- arithmetic)md",
    .check_scale_set = check_one_sick_instance_blocks_upgrades,
};

}  // namespace fleetlint::rules
