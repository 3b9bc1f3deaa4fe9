#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_sf_with_instance_repairs(const ScaleSet& set, RuleContext& context) {
  const Property repairs = set["properties.automaticRepairsPolicy.enabled"];
  if ((set.is_service_fabric() && repairs.is_true()) != Tri::yes) return;
  context.report(set, repairs, "automatic instance repairs are not supported on a Service Fabric set").help("remove `automaticRepairsPolicy`").fix_value(repairs, "false");
}

FLEETLINT_RULE(sf_with_instance_repairs) = {
    .id = "FL-SF-020",
    .name = "sf-with-instance-repairs",
    .title = "Automatic instance repairs on a Service Fabric set",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric repair",
    .page = R"md(Automatic instance repairs on a Service Fabric set.

Azure refuses the deployment or the upgrade.

## When

the set is a Service Fabric node type and properties.automaticRepairsPolicy.enabled == true.

## Example

Flagged: `enabled:true`.

Fine: no automaticRepairsPolicy on a Service Fabric set.

## Fix

Remove properties.automaticRepairsPolicy.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_sf_with_instance_repairs,
};

}  // namespace fleetlint::rules
