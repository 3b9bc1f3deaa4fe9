#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_proximity_group_over_zones(const ScaleSet& set, RuleContext& context) {
  const Property group = set["properties.proximityPlacementGroup.id"];
  const auto zones = set.zone_count();
  if (group.present() == Tri::yes && zones && *zones > 1) context.report(set, group, "a proximity placement group cannot span " + std::to_string(*zones) + " zones").note(set["zones"], "the zones");
}

FLEETLINT_RULE(proximity_group_over_zones) = {
    .id = "FL-ZON-006",
    .name = "proximity-group-over-zones",
    .title = "Proximity placement group with several zones",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "zones",
    .page = R"md(Proximity placement group with several zones.

Azure refuses the deployment or the upgrade.

## When

properties.proximityPlacementGroup.id present (stated and not null; its value may be unknown) and length(zones) > 1.

## Example

Flagged: `ppg + 3 zones`.

Fine: `one zone`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on zones, fault domains, automatic zone balance)md",
    .check_scale_set = check_proximity_group_over_zones,
};

}  // namespace fleetlint::rules
