#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_stateless_node_type_rules(const FleetModel& model, RuleContext& context) {
  for (const auto* cluster : model.of_type("microsoft.servicefabric/clusters")) {
    if (cluster->is_existing()) continue;
    for (const auto& node_type : (*cluster)["properties.nodeTypes"].items().certain) {
      const Property stateless = node_type["isStateless"], primary = node_type["isPrimary"], durability = node_type["durabilityLevel"];
      if ((stateless.is_true() && primary.is_true()) == Tri::yes)
        context.report(*cluster, primary, "a stateless node type cannot be primary").note(stateless, "it is marked stateless");
      if ((stateless.is_true() && durability.is_one_of({"Silver", "Gold"})) == Tri::yes)
        context.report(*cluster, durability, "a stateless node type has durability Bronze, not " + shown(durability)).note(stateless, "it is marked stateless");
    }
  }
}

FLEETLINT_RULE(stateless_node_type_rules) = {
    .id = "FL-SF-015",
    .name = "stateless-node-type-rules",
    .title = "Stateless node type settings that contradict each other",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "service-fabric",
    .page = R"md(Stateless node type settings that contradict each other.

Azure refuses the deployment or the upgrade.

## When

nodeTypes[].isStateless == true and (isPrimary == true, or durabilityLevel in {Silver, Gold}).

## Example

Flagged: `isStateless + isPrimary`.

Fine: `isPrimary:false, Bronze`.

## Fix

IsPrimary false / Bronze. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: stateless node types
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_stateless_node_type_rules,
};

}  // namespace fleetlint::rules
