#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_durable_node_type_under_five(const ScaleSet& set, RuleContext& context) {
  if ((set.is_service_fabric() && set.durability_is_silver_or_gold()) != Tri::yes) return;
  const Property capacity = set["sku.capacity"];
  const Property* low = nullptr;
  if (capacity.less_than(5) == Tri::yes) low = &capacity;
  for (const auto& autoscale : set.autoscale)
    if (autoscale.acts() && autoscale.known_minimum && *autoscale.known_minimum < 5 && low == nullptr) low = &autoscale.minimum_property;
  if (low == nullptr) return;
  auto finding = context.report(set, *low, "durability Silver or Gold needs five instances, and this is " + shown(*low));
  for (const auto* extension : set.service_fabric_extensions()) finding.note(extension->settings["durabilityLevel"], "the durability");
  finding.help("run at least five instances, and let `vmInstanceCount` of the node type agree").fix_value(*low, "5");
}

FLEETLINT_RULE(durable_node_type_under_five) = {
    .id = "FL-SF-007",
    .name = "durable-node-type-under-five",
    .title = "Silver or Gold durability with fewer than five instances",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric capacity",
    .page = R"md(Silver or Gold durability with fewer than five instances.

Azure refuses the deployment or the upgrade.

## When

the set is a Service Fabric node type and durability in {Silver, Gold} and (sku.capacity < 5 or autoscale minimum < 5).

## Example

Flagged: `Silver, capacity 3`.

Fine: `capacity 5`.

## Fix

Capacity 5 (and nodeTypes[].vmInstanceCount).

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: cluster capacity planning
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_durable_node_type_under_five,
};

}  // namespace fleetlint::rules
