#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_cross_zone_mixes_zones(const ScaleSet& set, RuleContext& context) {
  const Property flag = set.upgrade.rolling["enableCrossZoneUpgrade"];
  const auto zones = set.zone_count();
  if (flag.is_true() != Tri::yes || zones.value_or(0) < 2) return;
  context.report(set, flag, "one batch can take instances of all " + std::to_string(*zones) + " zones").help("leave it off unless batches within one zone are too small");
}

FLEETLINT_RULE(cross_zone_mixes_zones) = {
    .id = "FL-UPG-023",
    .name = "cross-zone-mixes-zones",
    .title = "Batches may cut across zones, so one batch can hit all zones",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade zones",
    .page = R"md(Batches may cut across zones, so one batch can hit all zones.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade == true and length(zones) >= 2.

## Example

Flagged: `enableCrossZoneUpgrade:true, zones 1,2,3`.

Fine: `enableCrossZoneUpgrade:false`.

## Fix

False unless per-zone batches are too small. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_cross_zone_mixes_zones,
};

}  // namespace fleetlint::rules
