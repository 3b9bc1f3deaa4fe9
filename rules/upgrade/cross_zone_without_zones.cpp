#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_cross_zone_without_zones(const ScaleSet& set, RuleContext& context) {
  const Property flag = set.upgrade.rolling["enableCrossZoneUpgrade"];
  if ((flag.is_true() && !set.has_zones(2)) != Tri::yes) return;
  context.report(set, flag, set.has_zones(1) != Tri::yes ? "cross-zone batches on a set without zones" : "cross-zone batches on a set with one zone").help("remove `enableCrossZoneUpgrade`");
}

FLEETLINT_RULE(cross_zone_without_zones) = {
    .id = "FL-UPG-022",
    .name = "cross-zone-without-zones",
    .title = "Cross-zone upgrade asked for on a set that has fewer than two zones",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "upgrade zones",
    .page = R"md(Cross-zone upgrade asked for on a set that has fewer than two zones.

Azure refuses the deployment or the upgrade.

## When

properties.upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade == true and (zones absent or length(zones) < 2).

## Example

Flagged: `enableCrossZoneUpgrade:true, no zones`.

Fine: `zones:["1","2","3"]`.

## Fix

Remove properties.upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- peer azurerm provider check
- schema: published resource type index)md",
    .check_scale_set = check_cross_zone_without_zones,
};

}  // namespace fleetlint::rules
