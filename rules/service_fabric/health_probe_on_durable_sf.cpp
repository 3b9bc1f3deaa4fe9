#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_health_probe_on_durable_sf(const ScaleSet& set, RuleContext& context) {
  if ((set.is_service_fabric() && set.durability_is_silver_or_gold() && set.has_load_balancer_probe()) != Tri::yes) return;
  auto finding = context.report(set, set.probe.id, "Service Fabric of durability Silver or Gold watches health itself; a load-balancer probe is not supported next to it");
  for (const auto* extension : set.service_fabric_extensions()) finding.note(extension->settings["durabilityLevel"], "the durability");
  finding.help("remove `networkProfile.healthProbe`");
}

FLEETLINT_RULE(health_probe_on_durable_sf) = {
    .id = "FL-SF-011",
    .name = "health-probe-on-durable-sf",
    .title = "Health probe on a Silver or Gold Service Fabric set",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric health",
    .page = R"md(Health probe on a Silver or Gold Service Fabric set.

Azure refuses the deployment or the upgrade.

## When

the set is a Service Fabric node type and durability in {Silver, Gold} and a load-balancer health probe is set. An Application Health extension alone: no finding.

## Example

Flagged: `Silver + healthProbe`.

Fine: durability Silver without a health probe.

## Fix

Remove properties.virtualMachineProfile.networkProfile.healthProbe.

Doubt: Seed 256 says not supported, 137 says not required; refusal text not seen.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_health_probe_on_durable_sf,
};

}  // namespace fleetlint::rules
