#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_sf_on_spot(const ScaleSet& set, RuleContext& context) {
  const Property priority = set.profile("priority");
  if ((set.is_service_fabric() && priority.is_one_of({"Spot", "Low"})) != Tri::yes) return;
  for (const auto& node_type : set.node_types)
    if (node_type.entry["isStateless"].is_true() == Tri::no) {
      context.report(set, priority, "Spot instances under stateful Service Fabric: evictions can take the quorum away").note(node_type.entry, "the node type is stateful");
      return;
    }
}

FLEETLINT_RULE(sf_on_spot) = {
    .id = "FL-SF-024",
    .name = "sf-on-spot",
    .title = "Spot instances under stateful Service Fabric",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "service-fabric capacity",
    .page = R"md(Spot instances under stateful Service Fabric.

More machines than expected can be out of service at the same time.

## When

the set is a Service Fabric node type and properties.virtualMachineProfile.priority in {Spot, Low} and matched isStateless not true.

## Example

Flagged: `priority:"Spot"`.

Fine: `Regular`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_sf_on_spot,
};

}  // namespace fleetlint::rules
