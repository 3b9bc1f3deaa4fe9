#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_sf_durability_changed_one_side(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    for (const auto* extension : now->service_fabric_extensions())
      for (const auto* earlier : before->service_fabric_extensions()) {
        if (now->node_types.empty() || before->node_types.empty()) continue;
        const Property own = extension->settings["durabilityLevel"], other = now->node_types.front().entry["durabilityLevel"];
        const auto a = durability_of(own), a_before = durability_of(earlier->settings["durabilityLevel"]);
        const auto b = durability_of(other), b_before = durability_of(before->node_types.front().entry["durabilityLevel"]);
        if (!a || !b || !a_before || !b_before || *a == *b || (*a == *a_before) == (*b == *b_before)) continue;
        context.report(*now, *extension, *a != *a_before ? own : other, "durability changes on one side only: the extension says " + shown(own, "`Bronze` (by default)") + ", the node type " + shown(other, "`Bronze` (by default)")).note(*a != *a_before ? other : own, "the other side");
      }
}

FLEETLINT_RULE(sf_durability_changed_one_side) = {
    .id = "FL-DIF-019",
    .name = "sf-durability-changed-one-side",
    .title = "Durability raised on one side only",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric",
    .page = R"md(Durability raised on one side only.

The upgrade starts and then fails or stops half way.

## When

The durability of a Service Fabric extension or of its node type (paired by nodeTypeRef, cluster in the deployment, both known, absent = Bronze) differs from the baseline, the other side is unchanged, and the two sides are unequal now. An edit that makes a former mismatch equal gives no finding.

## Example

Flagged: `extension Bronze -> Silver only`.

Fine: extension and node type change together.

## Fix

Change both. A proposal: its owner decides.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_sf_durability_changed_one_side,
};

}  // namespace fleetlint::rules
