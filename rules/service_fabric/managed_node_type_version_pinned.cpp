#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_managed_node_type_version_pinned(const FleetModel& model, RuleContext& context) {
  for (const auto* cluster : model.of_type("microsoft.servicefabric/managedclusters")) {
    const Property upgrade = (*cluster)["properties.enableAutoOSUpgrade"];
    if (cluster->is_existing() || upgrade.is_true() != Tri::yes) continue;
    for (const auto* node_type : model.children(*cluster, "microsoft.servicefabric/managedclusters/nodetypes")) {
      const Property version = (*node_type)["properties.vmImageVersion"];
      const Tri pinned = version.test([](const eval::Value& value) {
        const auto text = scalar_text(value);
        return tri(text && !equal_ignoring_case(trim(*text), "latest"));
      });
      if (!node_type->is_existing() && pinned == Tri::yes)
        context.report(*node_type, version, "the cluster upgrades its OS images, but this node type is pinned to version " + shown(version)).note(upgrade, "the cluster asks for OS upgrades").fix_value(version, "latest");
    }
  }
}

FLEETLINT_RULE(managed_node_type_version_pinned) = {
    .id = "FL-SF-029",
    .name = "managed-node-type-version-pinned",
    .title = "Managed cluster with OS auto-upgrade but a pinned node image",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "service-fabric image",
    .page = R"md(Managed cluster with OS auto-upgrade but a pinned node image.

Azure refuses the deployment or the upgrade.

## When

managedClusters properties.enableAutoOSUpgrade == true and child nodeTypes properties.vmImageVersion known and != latest.

## Example

Flagged: `vmImageVersion:"2019.0.1"`.

Fine: `latest`.

## Fix

Latest.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: managed cluster OS upgrade
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (same rule))md",
    .check_model = check_managed_node_type_version_pinned,
};

}  // namespace fleetlint::rules
