#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_bronze_primary(const FleetModel& model, RuleContext& context) {
  for (const auto* cluster : model.of_type("microsoft.servicefabric/clusters")) {
    if (cluster->is_existing()) continue;
    for (const auto& node_type : (*cluster)["properties.nodeTypes"].items().certain) {
      const Property durability = node_type["durabilityLevel"];
      if ((node_type["isPrimary"].is_true() && (durability.equals("Bronze") || !durability.present())) == Tri::yes)
        context.report(*cluster, durability, "the primary node type has durability Bronze: system services do not survive the loss of nodes well").help("Silver with at least five instances");
    }
  }
}

FLEETLINT_RULE(bronze_primary) = {
    .id = "FL-SF-019",
    .name = "bronze-primary",
    .title = "Primary node type on Bronze",
    .severity = Severity::info,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric",
    .page = R"md(Primary node type on Bronze.

More machines than expected can be out of service at the same time.

## When

isPrimary true and durabilityLevel Bronze or absent.

## Example

Flagged: `primary Bronze`.

Fine: `Silver`.

## Fix

Silver and >= 5 instances. A proposal: its owner decides.

Note: 35 of the sampled sets are Bronze; advice only.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_bronze_primary,
};

}  // namespace fleetlint::rules
