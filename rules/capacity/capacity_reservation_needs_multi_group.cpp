#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_capacity_reservation_needs_multi_group(const ScaleSet& set, RuleContext& context) {
  const Property group = set.profile("capacityReservation.capacityReservationGroup.id");
  if ((group.present() && set.single_placement_group()) != Tri::yes) return;
  context.report(set, group, "a capacity reservation needs `singlePlacementGroup: false`").note(set["properties.singlePlacementGroup"], "it is true, or not stated");
}

FLEETLINT_RULE(capacity_reservation_needs_multi_group) = {
    .id = "FL-CAP-003",
    .name = "capacity-reservation-needs-multi-group",
    .title = "Capacity reservation with a single placement group",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "capacity",
    .page = R"md(Capacity reservation with a single placement group.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.capacityReservation.capacityReservationGroup.id present and singlePlacementGroup true or absent (Uniform).

## Example

Flagged: a capacity reservation group without singlePlacementGroup.

Fine: `singlePlacementGroup: false`.

## Fix

SinglePlacementGroup false.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor page on large scale sets and placement groups)md",
    .check_scale_set = check_capacity_reservation_needs_multi_group,
};

}  // namespace fleetlint::rules
