#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_sf_on_flexible(const ScaleSet& set, RuleContext& context) {
  if ((set.is_service_fabric() && set.is_flexible()) != Tri::yes) return;
  auto finding = context.report(set, set["properties.orchestrationMode"], "Service Fabric does not run on Flexible orchestration");
  for (const auto* extension : set.service_fabric_extensions()) finding.note(extension->type, "the Service Fabric extension");
}

FLEETLINT_RULE(sf_on_flexible) = {
    .id = "FL-SF-021",
    .name = "sf-on-flexible",
    .title = "Service Fabric on Flexible orchestration",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "service-fabric",
    .page = R"md(Service Fabric on Flexible orchestration.

Azure refuses the deployment or the upgrade.

## When

the set is a Service Fabric node type and the set is Flexible.

## Example

Flagged: `Flexible + ServiceFabricNode`.

Fine: `Uniform`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_sf_on_flexible,
};

}  // namespace fleetlint::rules
