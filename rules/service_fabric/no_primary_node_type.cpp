#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_no_primary_node_type(const FleetModel& model, RuleContext& context) {
  for (const auto* cluster : model.of_type("microsoft.servicefabric/clusters")) {
    const Property list = (*cluster)["properties.nodeTypes"];
    const Items node_types = list.items();
    if (cluster->is_existing() || !node_types.is_complete() || !list.is_present()) continue;
    Tri primary = Tri::no;
    for (const auto& node_type : node_types.certain) primary = primary || node_type["isPrimary"].is_true();
    if (primary == Tri::no) context.report(*cluster, list, "none of the node types is primary").help("mark one with `isPrimary: true`");
  }
}

FLEETLINT_RULE(no_primary_node_type) = {
    .id = "FL-SF-018",
    .name = "no-primary-node-type",
    .title = "Cluster without a primary node type",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "service-fabric",
    .page = R"md(Cluster without a primary node type.

Azure refuses the deployment or the upgrade.

## When

nodeTypes fully known and none has isPrimary true.

## Example

Flagged: `all isPrimary:false`.

Fine: `one true`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_model = check_no_primary_node_type,
};

}  // namespace fleetlint::rules
