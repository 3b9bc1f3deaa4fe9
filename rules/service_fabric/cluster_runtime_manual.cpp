#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_cluster_runtime_manual(const FleetModel& model, RuleContext& context) {
  for (const auto* cluster : model.of_type("microsoft.servicefabric/clusters")) {
    const Property mode = (*cluster)["properties.upgradeMode"];
    if (!cluster->is_existing() && mode.equals("Manual") == Tri::yes) context.report(*cluster, mode, "the cluster's runtime is upgraded by hand").help("use `Automatic`, or put the upgrades into a calendar");
  }
}

FLEETLINT_RULE(cluster_runtime_manual) = {
    .id = "FL-SF-030",
    .name = "cluster-runtime-manual",
    .title = "Cluster runtime is upgraded by hand",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric",
    .page = R"md(Cluster runtime is upgraded by hand.

Nothing is refused, but machines silently stay as they are.

## When

cluster properties.upgradeMode == Manual.

## Example

Flagged: `Manual`.

Fine: `Automatic`.

## Fix

Automatic or a calendar entry. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_model = check_cluster_runtime_manual,
};

}  // namespace fleetlint::rules
