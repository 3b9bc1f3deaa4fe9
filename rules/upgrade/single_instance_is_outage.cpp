#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_single_instance_is_outage(const ScaleSet& set, RuleContext& context) {
  if (set.instances.test([](std::int64_t instances) { return instances == 1; }) != Tri::yes) return;
  const Tri upgraded = set.os_upgrade_on() || set.upgrade.policy["mode"].is_one_of({"Rolling", "Automatic"});
  if ((upgraded && !set.upgrade.rolling["maxSurge"].is_true()) != Tri::yes) return;
  context.report(set, set.instances.property, "with one instance every upgrade is an outage").help("run at least two instances, or set `maxSurge`");
}

FLEETLINT_RULE(single_instance_is_outage) = {
    .id = "FL-UPG-015",
    .name = "single-instance-is-outage",
    .title = "One instance only: each upgrade is an outage",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade capacity",
    .suppressed_by = "FL-AUT-001",
    .page = R"md(One instance only: each upgrade is an outage.

More machines than expected can be out of service at the same time.

## When

N == 1 (sku.capacity, or autoscale minimum when autoscale targets the set) and (automatic OS image upgrade is on or properties.upgradePolicy.mode in {Rolling, Automatic}) and properties.upgradePolicy.rollingUpgradePolicy.maxSurge is not true.

## Example

Flagged: `sku.capacity:1, enableAutomaticOSUpgrade:true`.

Fine: `sku.capacity:2 (or maxSurge:true)`.

## Fix

Capacity >= 2 or maxSurge. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (minimum batch size is one VM))md",
    .check_scale_set = check_single_instance_is_outage,
};

}  // namespace fleetlint::rules
