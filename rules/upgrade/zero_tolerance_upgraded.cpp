#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_zero_tolerance_upgraded(const ScaleSet& set, RuleContext& context) {
  const Property limit = set.upgrade.rolling["maxUnhealthyUpgradedInstancePercent"];
  if (limit.equals("0") != Tri::yes) return;
  context.report(set, limit, "a limit of 0 % stops the rollout at the first upgraded instance that is not healthy").help("20 is the platform's default");
}

FLEETLINT_RULE(zero_tolerance_upgraded) = {
    .id = "FL-UPG-019",
    .name = "zero-tolerance-upgraded",
    .title = "A limit of 0% stops the rollout at the first sick upgraded instance",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade health",
    .page = R"md(A limit of 0% stops the rollout at the first sick upgraded instance.

Nothing is refused, but machines silently stay as they are.

## When

properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyUpgradedInstancePercent == 0.

## Example

Flagged: `maxUnhealthyUpgradedInstancePercent:0`.

Fine: `…:20`.

## Fix

20. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_zero_tolerance_upgraded,
};

}  // namespace fleetlint::rules
