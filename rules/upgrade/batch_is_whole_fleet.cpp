#include <algorithm>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_batch_is_whole_fleet(const ScaleSet& set, RuleContext& context) {
  const auto percents = set.batch_percents();
  if (set.rolling_policy_applies() != Tri::yes || percents.empty()) return;
  const auto percent = *std::min_element(percents.begin(), percents.end());
  if (set.instances.test([&](std::int64_t instances) { return instances > 1 && batch_size(instances, percent) >= instances; }) != Tri::yes) return;
  if (set.upgrade.rolling["maxSurge"].is_true() != Tri::no) return;
  const Tri crosses = set.upgrade.rolling["enableCrossZoneUpgrade"].is_true();
  if ((!set.has_zones(2) || crosses) != Tri::yes) return;
  context.report(set, set.upgrade.rolling["maxBatchInstancePercent"], "one batch of " + std::to_string(percent) + " % takes all instances at once")
      .note(set.instances.property, "the number of instances")
      .help("lower the percentage, so that some instances stay in service");
}

FLEETLINT_RULE(batch_is_whole_fleet) = {
    .id = "FL-UPG-014",
    .name = "batch-is-whole-fleet",
    .title = "One batch takes every instance out of service",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade capacity",
    .suppressed_by = "FL-UPG-015",
    .page = R"md(One batch takes every instance out of service.

More machines than expected can be out of service at the same time.

## When

The rolling policy applies (mode Rolling, or automatic OS image upgrade is on with useRollingUpgradePolicy true) and N > 1 and BATCH(N, properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent) >= N and not properties.upgradePolicy.rollingUpgradePolicy.maxSurge == true and (fewer than two zones, or properties.upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade == true).

## Example

Flagged: `capacity 3, maxBatchInstancePercent:100`.

Fine: `capacity 5, maxBatchInstancePercent:20`.

## Fix

Lower the percentage so that floor(N*p/100) < N; for N<=5 any p <= 20 gives one at a time. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- arithmetic)md",
    .check_scale_set = check_batch_is_whole_fleet,
};

}  // namespace fleetlint::rules
