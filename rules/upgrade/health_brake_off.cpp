#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_health_brake_off(const ScaleSet& set, RuleContext& context) {
  for (const char* name : {"maxUnhealthyInstancePercent", "maxUnhealthyUpgradedInstancePercent"}) {
    const Property limit = set.upgrade.rolling[name];
    if (limit.equals("100") != Tri::yes) continue;
    context.report(set, limit, "a limit of 100 % never stops a bad rollout").help("20 is the platform's default");
  }
}

FLEETLINT_RULE(health_brake_off) = {
    .id = "FL-UPG-018",
    .name = "health-brake-off",
    .title = "Health limit of 100% never stops a bad rollout",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade health",
    .page = R"md(Health limit of 100% never stops a bad rollout.

More machines than expected can be out of service at the same time.

## When

properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyInstancePercent == 100 or properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyUpgradedInstancePercent == 100.

## Example

Flagged: `maxUnhealthyUpgradedInstancePercent:100`.

Fine: `…:20`.

## Fix

20. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_health_brake_off,
};

}  // namespace fleetlint::rules
