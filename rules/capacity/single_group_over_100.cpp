#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_single_group_over_100(const ScaleSet& set, RuleContext& context) {
  if (set.single_placement_group() != Tri::yes) return;
  const Property capacity = set["sku.capacity"];
  if (capacity.greater_than(100) == Tri::yes) {
    context.report(set, capacity, "one placement group holds 100 instances at most").note(set["properties.singlePlacementGroup"], "`singlePlacementGroup` is true, or not stated").help("set `singlePlacementGroup` to false; the load balancer must then be Standard");
    return;
  }
  for (const auto& autoscale : set.autoscale)
    if (autoscale.acts() && autoscale.known_maximum.value_or(0) > 100)
      context.report(set, autoscale.maximum_property, "autoscale may ask for " + std::to_string(*autoscale.known_maximum) + " instances, and one placement group holds 100").severity(Severity::warning);
}

FLEETLINT_RULE(single_group_over_100) = {
    .id = "FL-CAP-001",
    .name = "single-group-over-100",
    .title = "One placement group cannot hold more than 100 instances",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity",
    .page = R"md(One placement group cannot hold more than 100 instances.

Azure refuses the deployment or the upgrade.

## When

properties.singlePlacementGroup is true (or absent on Uniform) and (sku.capacity > 100, or the maximum of an autoscale setting that targets the set and has properties.enabled true > 100 -> warning).

## Example

Flagged: `capacity 150, singlePlacementGroup absent`.

Fine: `singlePlacementGroup:false`.

## Fix

SinglePlacementGroup false, then FL-HLT-014. A proposal: its owner decides.

Doubt: From newer APIs an absent value may be filled with false for >100; then only explicit true is an error.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor page on large scale sets and placement groups
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (context))md",
    .check_scale_set = check_single_group_over_100,
};

}  // namespace fleetlint::rules
