#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_surge_flex_os_upgrade(const ScaleSet& set, RuleContext& context) {
  const Property surge = set.upgrade.rolling["maxSurge"];
  if ((set.is_flexible() && set.os_upgrade_on() && surge.is_true()) != Tri::yes) return;
  context.report(set, surge, "`maxSurge` with OS image upgrade is not supported on a Flexible set").help("remove `maxSurge`");
}

FLEETLINT_RULE(surge_flex_os_upgrade) = {
    .id = "FL-UPG-025",
    .name = "surge-flex-os-upgrade",
    .title = "Max surge with OS upgrade on a Flexible set is not supported",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "upgrade capacity",
    .page = R"md(Max surge with OS upgrade on a Flexible set is not supported.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and automatic OS image upgrade is on and properties.upgradePolicy.rollingUpgradePolicy.maxSurge == true.

## Example

Flagged: `orchestrationMode:"Flexible", maxSurge:true, enableAutomaticOSUpgrade:true`.

Fine: `maxSurge:false`.

## Fix

Remove properties.upgradePolicy.rollingUpgradePolicy.maxSurge.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: max surge page)md",
    .check_scale_set = check_surge_flex_os_upgrade,
};

}  // namespace fleetlint::rules
