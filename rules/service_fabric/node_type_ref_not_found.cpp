#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_node_type_ref_not_found(const ScaleSet& set, RuleContext& context) {
  std::vector<const Resource*> clusters;
  for (const auto* cluster : context.model().of_type("microsoft.servicefabric/clusters"))
    if (!cluster->is_existing()) clusters.push_back(cluster);
  if (clusters.size() != 1 || context.model().has_unreadable_deployments || !clusters[0]->can_violate(*set.resource)) return;
  const Items node_types = (*clusters[0])["properties.nodeTypes"].items();
  if (!node_types.is_complete()) return;
  std::vector<std::string> names;
  for (const auto& node_type : node_types.certain) {
    const auto name = node_type["name"].text();
    if (!name) return;
    names.emplace_back(*name);
  }
  for (const auto* extension : set.service_fabric_extensions()) {
    const Property wanted = extension->settings["nodeTypeRef"];
    const auto text = wanted.text();
    if (!text) continue;
    bool exact = false, other_case = false;
    for (const auto& name : names) {
      exact = exact || name == *text;
      other_case = other_case || equal_ignoring_case(name, *text);
    }
    if (exact) continue;
    auto finding = context.report(set, *extension, wanted, other_case ? "the cluster spells node type " + shown(wanted) + " in another case" : "the cluster has no node type " + shown(wanted));
    finding.note((*clusters[0])["properties.nodeTypes"], names.empty() ? "it has none" : "it has " + listing(names));
    if (other_case) finding.severity(Severity::warning);
    if (const auto close = nearest(*text, names)) finding.help("did you mean `" + *close + "`?").fix_value(wanted, *close);
  }
}

FLEETLINT_RULE(node_type_ref_not_found) = {
    .id = "FL-SF-004",
    .name = "node-type-ref-not-found",
    .title = "Scale set names a node type the cluster does not have",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric",
    .page = R"md(Scale set names a node type the cluster does not have.

The upgrade starts and then fails or stops half way.

## When

settings.nodeTypeRef known; exactly one SF cluster in the deployment with fully known node type names; no equal name (compare case-sensitively first; equal ignoring case -> warning).

## Example

Flagged: `nodeTypeRef:"nt1", nodeTypes:[{name:"nt0"}]`.

Fine: `nodeTypeRef: 'nt0' with a node type nt0`.

## Fix

Nearest name. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (implied)
- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_node_type_ref_not_found,
};

}  // namespace fleetlint::rules
