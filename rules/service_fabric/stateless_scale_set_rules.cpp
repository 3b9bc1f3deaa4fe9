#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_stateless_scale_set_rules(const ScaleSet& set, RuleContext& context) {
  for (const auto& node_type : set.node_types) {
    if (node_type.entry["isStateless"].is_true() != Tri::yes) continue;
    const Property mode = set.upgrade.policy["mode"], domains = set["properties.platformFaultDomainCount"], capacity = set["sku.capacity"], single = set["properties.singlePlacementGroup"];
    if (mode.equals("Rolling") == Tri::no) context.report(set, mode, "the set of a stateless node type runs in mode `Rolling`").note(node_type.entry, "the node type is stateless");
    // A set without zones has five fault domains unless it says otherwise; in zones it has one.
    const auto zones = set.zone_count();
    const bool by_default = domains.is_absent() && !(zones && *zones > 0);
    if (domains.equals("5") == Tri::no && !by_default) context.report(set, domains, "the set of a stateless node type needs `platformFaultDomainCount: 5`").note(node_type.entry, "the node type is stateless");
    if ((capacity.greater_than(100) && !single.is_false()) == Tri::yes) context.report(set, single, "more than 100 instances need `singlePlacementGroup: false`").note(capacity, "the number of instances");
  }
}

FLEETLINT_RULE(stateless_scale_set_rules) = {
    .id = "FL-SF-016",
    .name = "stateless-scale-set-rules",
    .title = "Scale set of a stateless node type lacks its settings",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "service-fabric",
    .page = R"md(Scale set of a stateless node type lacks its settings.

The upgrade starts and then fails or stops half way.

## When

matched isStateless and (properties.upgradePolicy.mode != Rolling or properties.platformFaultDomainCount != 5 or (capacity > 100 and singlePlacementGroup != false)).

## Example

Flagged: `mode Automatic`.

Fine: `Rolling, 5 fault domains`.

## Fix

Set them. A proposal: its owner decides.

## What is unknown

An absent `platformFaultDomainCount` counts as five in a set without zones, which is the platform's default there.

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_stateless_scale_set_rules,
};

}  // namespace fleetlint::rules
