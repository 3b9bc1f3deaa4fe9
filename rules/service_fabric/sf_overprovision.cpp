#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_sf_overprovision(const ScaleSet& set, RuleContext& context) {
  const Property overprovision = set["properties.overprovision"];
  if ((set.is_service_fabric() && !set.is_flexible() && (overprovision.is_true() || !overprovision.present())) != Tri::yes) return;
  context.report(set, overprovision, overprovision.is_absent() ? "overprovisioning is on by default: surplus nodes join the cluster and vanish" : "overprovisioning: surplus nodes join the cluster and vanish").help("set `properties.overprovision` to false").fix_value(overprovision, "false");
}

FLEETLINT_RULE(sf_overprovision) = {
    .id = "FL-SF-023",
    .name = "sf-overprovision",
    .title = "Overprovisioning on a Service Fabric set",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric capacity",
    .page = R"md(Overprovisioning on a Service Fabric set.

The upgrade starts and then fails or stops half way.

## When

the set is a Service Fabric node type and properties.overprovision is true or absent.

## Example

Flagged: `a Service Fabric set without overprovision: false`.

Fine: `overprovision:false`.

## Fix

Set false.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_sf_overprovision,
};

}  // namespace fleetlint::rules
