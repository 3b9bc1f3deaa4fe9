#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_node_type_without_scale_set(const FleetModel& model, RuleContext& context) {
  std::vector<SymbolicText> wanted;
  for (const auto& set : model.scale_sets) {
    if (set.is_service_fabric() == Tri::unknown) return;
    for (const auto* extension : set.service_fabric_extensions()) wanted.push_back(symbolic(extension->settings["nodeTypeRef"]));
  }
  if (wanted.empty()) return;
  for (const auto* cluster : model.of_type("microsoft.servicefabric/clusters")) {
    if (cluster->is_existing()) continue;
    for (const auto& node_type : (*cluster)["properties.nodeTypes"].items().certain) {
      const Property name = node_type["name"];
      if (!name.text()) continue;
      Tri used = Tri::no;
      for (const auto& reference : wanted) used = used || equal(reference, symbolic(name));
      if (used == Tri::no) context.report(*cluster, name, "no scale set of the deployment belongs to node type " + shown(name));
    }
  }
}

FLEETLINT_RULE(node_type_without_scale_set) = {
    .id = "FL-SF-005",
    .name = "node-type-without-scale-set",
    .title = "Node type for which the deployment has no scale set",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "service-fabric",
    .page = R"md(Node type for which the deployment has no scale set.

Advice: it works, but is easy to get wrong or harder to operate.

## When

Cluster node type name known, deployment has >= 1 SF scale set, none refers to that node type.

## Example

Flagged: `nodeTypes nt0, nt1; only a set for nt0`.

Fine: `two sets`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: one scale set per node type)md",
    .check_model = check_node_type_without_scale_set,
};

}  // namespace fleetlint::rules
