#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_two_scale_sets_one_node_type(const FleetModel& model, RuleContext& context) {
  for (std::size_t i = 0; i < model.scale_sets.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto& later = model.scale_sets[i];
      const auto& earlier = model.scale_sets[j];
      if (later.node_types.empty() || (later.resource->exists() && earlier.resource->exists()) != Tri::yes) continue;
      if (later.node_types.front().entry["multipleAvailabilityZones"].is_true() != Tri::no) continue;
      for (const auto* a : later.service_fabric_extensions())
        for (const auto* b : earlier.service_fabric_extensions()) {
          const Property name = a->settings["nodeTypeRef"];
          if (equal(symbolic(name), symbolic(b->settings["nodeTypeRef"])) != Tri::yes) continue;
          if (equal(symbolic(a->settings["clusterEndpoint"]), symbolic(b->settings["clusterEndpoint"])) != Tri::yes) continue;
          context.report(later, *a, name, "set `" + earlier.display_name() + "` already belongs to node type " + shown(name)).note(b->settings["nodeTypeRef"], "the other set").help("give each set a node type of its own");
        }
    }
}

FLEETLINT_RULE(two_scale_sets_one_node_type) = {
    .id = "FL-SF-006",
    .name = "two-scale-sets-one-node-type",
    .title = "Two scale sets share one node type",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "service-fabric",
    .page = R"md(Two scale sets share one node type.

The upgrade starts and then fails or stops half way.

## When

Two scale sets in the deployment with the same nodeTypeRef (value or expression) and the same clusterEndpoint expression, and the node type has multipleAvailabilityZones not true.

## Example

Flagged: `both nodeTypeRef "nt0"`.

Fine: a node type for each set.

## Fix

Distinct node types. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_model = check_two_scale_sets_one_node_type,
};

}  // namespace fleetlint::rules
