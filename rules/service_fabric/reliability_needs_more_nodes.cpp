#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_reliability_needs_more_nodes(const FleetModel& model, RuleContext& context) {
  struct Need {
    std::string_view level;
    std::int64_t nodes;
  };
  constexpr Need needs[] = {{"None", 1}, {"Bronze", 3}, {"Silver", 5}, {"Gold", 7}, {"Platinum", 9}};
  for (const auto* cluster : model.of_type("microsoft.servicefabric/clusters")) {
    const Property level = (*cluster)["properties.reliabilityLevel"];
    const Items node_types = (*cluster)["properties.nodeTypes"].items();
    if (cluster->is_existing() || !node_types.is_complete() || node_types.certain.empty()) continue;
    std::int64_t nodes = 0;
    bool known = true;
    for (const auto& node_type : node_types.certain) {
      const Tri primary = node_type["isPrimary"].is_true();
      const auto count = node_type["vmInstanceCount"].integer();
      if (primary == Tri::no) continue;
      known = known && primary == Tri::yes && count.has_value();
      nodes += count.value_or(0);
    }
    if (!known) continue;
    for (const auto& [name, needed] : needs)
      if (level.equals(name) == Tri::yes && nodes < needed)
        context.report(*cluster, level, "reliability " + shown(level) + " needs " + std::to_string(needed) + " primary nodes, and there are " + std::to_string(nodes)).note((*cluster)["properties.nodeTypes"], "the node types").help("raise `vmInstanceCount` or lower the level");
  }
}

FLEETLINT_RULE(reliability_needs_more_nodes) = {
    .id = "FL-SF-017",
    .name = "reliability-needs-more-nodes",
    .title = "Reliability level needs more primary nodes than the cluster has",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric capacity",
    .page = R"md(Reliability level needs more primary nodes than the cluster has.

Azure refuses the deployment or the upgrade.

## When

reliabilityLevel needs n seed nodes (None 1, Bronze 3, Silver 5, Gold 7, Platinum 9); sum of vmInstanceCount over all nodeTypes with isPrimary true < n.

## Example

Flagged: `Silver, primary count 3`.

Fine: `reliabilityLevel: 'Silver' with five primary nodes`.

## Fix

Raise count or lower level. A proposal: its owner decides.

Note: Sum over all primary node types: cross-zone samples use three of five.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_model = check_reliability_needs_more_nodes,
};

}  // namespace fleetlint::rules
