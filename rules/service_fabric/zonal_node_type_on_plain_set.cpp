#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_zonal_node_type_on_plain_set(const ScaleSet& set, RuleContext& context) {
  const auto zones = set.zone_count();
  if (!zones) return;
  for (const auto& node_type : set.node_types) {
    const Property spread = node_type.entry["multipleAvailabilityZones"];
    if (spread.is_true() == Tri::yes && *zones < 2) {
      context.report(set, set["zones"], "node type `" + node_type.name.text() + "` spans zones, but its set " + (*zones == 0 ? "has none" : "has one")).note(spread, "the node type");
    } else if (*zones >= 2 && spread.is_true() == Tri::no) {
      Tri shared = Tri::no;
      for (const auto& other : context.model().scale_sets) {
        if (&other == &set) continue;
        for (const auto* extension : other.service_fabric_extensions()) shared = shared || equal(symbolic(extension->settings["nodeTypeRef"]), node_type.name);
      }
      if (shared == Tri::no)
        context.report(set, set["zones"], "the set spans " + std::to_string(*zones) + " zones, but node type `" + node_type.name.text() + "` does not say so").note(spread, "`multipleAvailabilityZones` is not true").help("set `multipleAvailabilityZones` to true");
    }
  }
}

FLEETLINT_RULE(zonal_node_type_on_plain_set) = {
    .id = "FL-SF-027",
    .name = "zonal-node-type-on-plain-set",
    .title = "Node type spans zones but its scale set does not, or the reverse",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "service-fabric zones",
    .page = R"md(Node type spans zones but its scale set does not, or the reverse.

More machines than expected can be out of service at the same time.

## When

matched nodeTypes[].multipleAvailabilityZones == true and (zones absent or fewer than 2); or zones >= 2 and multipleAvailabilityZones not true and no other set shares the node type.

## Example

Flagged: `multipleAvailabilityZones:true, zones absent`.

Fine: `zones:["1","2","3"]`.

## Fix

Align. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability
- schema 2021-06-01)md",
    .check_scale_set = check_zonal_node_type_on_plain_set,
};

}  // namespace fleetlint::rules
