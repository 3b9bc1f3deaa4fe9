#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_bronze_stateful_os_upgrade(const ScaleSet& set, RuleContext& context) {
  const auto durability = set.durability();
  if ((set.os_upgrade_on() && set.is_service_fabric()) != Tri::yes || durability != "bronze") return;
  Tri stateful = set.node_types.empty() ? Tri::unknown : Tri::no;
  for (const auto& node_type : set.node_types) stateful = stateful || !node_type.entry["isStateless"].is_true();
  if (stateful == Tri::no) return;
  const auto* extension = set.service_fabric_extensions().front();
  auto finding = context.report(set, extension->settings["durabilityLevel"], stateful == Tri::yes ? "Bronze durability with stateful services cannot take OS image upgrades"
                                                                                                 : "Bronze durability takes OS image upgrades only if the node type is stateless, which cannot be seen here");
  finding.note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here");
  for (const auto& node_type : set.node_types) finding.note(node_type.entry["isStateless"], "the node type is not marked stateless");
  finding.help("raise the durability on both sides to Silver and run at least five instances");
  if (stateful != Tri::yes) finding.severity(Severity::warning).possible();
}

FLEETLINT_RULE(bronze_stateful_os_upgrade) = {
    .id = "FL-SF-002",
    .name = "bronze-stateful-os-upgrade",
    .title = "Bronze durability with stateful workloads cannot take OS upgrades",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric upgrade",
    .page = R"md(Bronze durability with stateful workloads cannot take OS upgrades.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and the set is a Service Fabric node type and durability (extension) is Bronze or absent and matched nodeTypes[].isStateless is not true (absent = false). Cluster not in the deployment, no matched node type, or isStateless unknown: no certain finding (it may be listed as possible, certain=false, with severity warning).

## Example

Flagged: `durabilityLevel:"Bronze", AOU on`.

Fine: `Silver with >= 5 instances, or isStateless:true + health probe`.

## Fix

Raise durability on both sides to Silver and capacity to >= 5. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent. Cluster not in the deployment: isStateless unknown, then warning instead of error.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_bronze_stateful_os_upgrade,
};

}  // namespace fleetlint::rules
