#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_node_count_mismatch(const ScaleSet& set, RuleContext& context) {
  const Property capacity = set["sku.capacity"];
  const auto count = capacity.integer();
  for (const auto& node_type : set.node_types) {
    const Property other = node_type.entry["vmInstanceCount"];
    const auto expected = other.integer();
    if (!count || !expected || *count == *expected) continue;
    context.report(set, capacity, "the set has " + std::to_string(*count) + " instances, node type `" + node_type.name.text() + "` expects " + std::to_string(*expected))
        .note(other, "the cluster says so here")
        .help("use one parameter on both sides");
  }
}

FLEETLINT_RULE(node_count_mismatch) = {
    .id = "FL-SF-008",
    .name = "node-count-mismatch",
    .title = "Cluster and scale set disagree on the number of nodes",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric capacity",
    .page = R"md(Cluster and scale set disagree on the number of nodes.

The upgrade starts and then fails or stops half way.

## When

matched nodeTypes[].vmInstanceCount != sku.capacity, both evaluated to known numbers.

## Example

Flagged: `vmInstanceCount 15, capacity 6`.

Fine: `both nt1InstanceCount`.

## Fix

Same parameter on both sides. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- corpus (real copy-paste bug in a public sample)
- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_node_count_mismatch,
};

}  // namespace fleetlint::rules
