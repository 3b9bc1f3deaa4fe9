#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_bronze_stateless_without_health(const ScaleSet& set, RuleContext& context) {
  if ((set.os_upgrade_on() && set.is_service_fabric() && !set.has_load_balancer_probe() && !set.has_application_health()) != Tri::yes || set.durability() != "bronze" || set.node_types.empty()) return;
  for (const auto& node_type : set.node_types) {
    const Property stateless = node_type.entry["isStateless"];
    if (stateless.is_true() != Tri::yes) continue;
    context.report(set, set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "a stateless Bronze node type needs a health signal of its own for OS image upgrades")
        .note(stateless, "the node type is stateless")
        .help("add the Application Health extension or a load-balancer probe");
    return;
  }
}

FLEETLINT_RULE(bronze_stateless_without_health) = {
    .id = "FL-SF-010",
    .name = "bronze-stateless-without-health",
    .title = "Stateless Bronze node type needs its own health signal",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric health",
    .page = R"md(Stateless Bronze node type needs its own health signal.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and the set is a Service Fabric node type and durability Bronze/absent and matched isStateless == true and no load-balancer health probe is set and there is no Application Health extension.

## Example

Flagged: `stateless Bronze, no probe`.

Fine: `healthProbe or extension`.

## Fix

Add the health extension. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_bronze_stateless_without_health,
};

}  // namespace fleetlint::rules
