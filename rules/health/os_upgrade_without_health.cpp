#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_os_upgrade_without_health(const ScaleSet& set, RuleContext& context) {
  // The probe of an application gateway is none that Azure would ask (FL-HLT-008).
  const bool of_gateway = contains_ignoring_case(set.probe.reference.whole.text(), "Microsoft.Network/applicationGateways");
  const Tri probed = of_gateway ? Tri::no : set.has_load_balancer_probe();
  if ((set.os_upgrade_on() && !set.heals_by_service_fabric() && !(probed || set.has_application_health() || set.has_external_health())) != Tri::yes) return;
  context.report(set, set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is on, but nothing tells Azure whether an instance is healthy")
      .note(set.profile("networkProfile"), "no `healthProbe` here")
      .note(set.profile("extensionProfile"), "no Application Health extension here")
      .help("add the Application Health extension, or name a load-balancer probe in `networkProfile.healthProbe`");
}

FLEETLINT_RULE(os_upgrade_without_health) = {
    .id = "FL-HLT-001",
    .name = "os-upgrade-without-health",
    .title = "OS upgrade on, but nothing tells Azure whether an instance is healthy",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health upgrade",
    .suppressed_by = "FL-SF-002 FL-SF-010",
    .page = R"md(OS upgrade on, but nothing tells Azure whether an instance is healthy.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and Service Fabric does not watch health itself and no load-balancer health probe is set and there is no Application Health extension and properties.externalHealthPolicy.enabled is not true. Service Fabric watches health itself (durability Silver or Gold) = Service Fabric extension with durability Silver or Gold.

## Example

Flagged: `enableAutomaticOSUpgrade:true, no healthProbe, no ApplicationHealth*`.

Fine: `networkProfile.healthProbe.id set, or ApplicationHealthLinux/Windows extension`.

## Fix

Add the Application Health extension for the OS with protocol/port placeholders (needs the app port from the owner). A proposal: its owner decides.

Azure says: `Automatic OS Upgrade is not supported for this Virtual Machine Scale Set because a health probe or health extension was not specified.`

Note: An Application Gateway probe does not count.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent. An extension list that is partly unknown (unknown publisher/type, or child extensions created by a module that cannot be read) makes an Application Health extension is there unknown, so no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- platform error text (public reports)
- issue azure-docs#122644)md",
    .check_scale_set = check_os_upgrade_without_health,
};

}  // namespace fleetlint::rules
