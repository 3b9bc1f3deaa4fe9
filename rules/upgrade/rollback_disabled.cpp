#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_rollback_disabled(const ScaleSet& set, RuleContext& context) {
  const Property flag = set.upgrade.automatic_os["disableAutomaticRollback"];
  if ((set.os_upgrade_on() && flag.is_true()) != Tri::yes) return;
  context.report(set, flag, "a bad OS image stays on the instances it reached: automatic rollback is switched off").help("set `disableAutomaticRollback` to false").fix_value(flag, "false");
}

FLEETLINT_RULE(rollback_disabled) = {
    .id = "FL-UPG-020",
    .name = "rollback-disabled",
    .title = "Automatic rollback of a bad OS image is switched off",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "upgrade",
    .page = R"md(Automatic rollback of a bad OS image is switched off.

More machines than expected can be out of service at the same time.

## When

automatic OS image upgrade is on and properties.upgradePolicy.automaticOSUpgradePolicy.disableAutomaticRollback == true.

## Example

Flagged: `disableAutomaticRollback:true`.

Fine: `disableAutomaticRollback:false`.

## Fix

Set properties.upgradePolicy.automaticOSUpgradePolicy.disableAutomaticRollback=false.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_rollback_disabled,
};

}  // namespace fleetlint::rules
