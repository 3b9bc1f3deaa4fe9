#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_small_fleet_loses_much(const ScaleSet& set, RuleContext& context) {
  if ((set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling)) != Tri::yes) return;
  if (set.instances.test([](std::int64_t count) { return count >= 2 && count <= 4; }) != Tri::yes) return;
  const auto count = set.instances.possible.front();
  context.report(set, set.instances.property, "a batch of one takes " + std::to_string(100 / count) + " % of " + std::to_string(count) + " instances away").help("five instances or more, or `maxSurge`");
}

FLEETLINT_RULE(small_fleet_loses_much) = {
    .id = "FL-CAP-005",
    .name = "small-fleet-loses-much",
    .title = "Batch of one is a big share of a small fleet",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity upgrade",
    .suppressed_by = "FL-UPG-015",
    .page = R"md(Batch of one is a big share of a small fleet.

Advice: it works, but is easy to get wrong or harder to operate.

## When

(automatic OS image upgrade is on or properties.upgradePolicy.mode == Rolling) and 2 <= N <= 4 (with autoscale N is its minimum): a batch of one takes 1/N of the capacity away.

## Example

Flagged: `N=3: 33% away`.

Fine: `N>=5`.

## Fix

N >= 5 or maxSurge. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- arithmetic)md",
    .check_scale_set = check_small_fleet_loses_much,
};

}  // namespace fleetlint::rules
