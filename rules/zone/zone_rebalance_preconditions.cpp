#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_zone_rebalance_preconditions(const ScaleSet& set, RuleContext& context) {
  const Property rebalance = set["properties.resiliencyPolicy.automaticZoneRebalancingPolicy.enabled"];
  if (rebalance.is_true() != Tri::yes || is_before_api(*set.resource, "2024-07-01")) return;
  if (set.has_zones(2) == Tri::no) context.report(set, rebalance, "zone rebalance needs two zones or more").note(set["zones"], "the zones");
  else if (set.has_health() == Tri::no) context.report(set, rebalance, "zone rebalance needs a health source, and there is none").help("add the Application Health extension");
}

FLEETLINT_RULE(zone_rebalance_preconditions) = {
    .id = "FL-ZON-008",
    .name = "zone-rebalance-preconditions",
    .title = "Automatic zone rebalance without health signal or with one zone",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "zones health",
    .page = R"md(Automatic zone rebalance without health signal or with one zone.

Azure refuses the deployment or the upgrade.

## When

properties.resiliencyPolicy.automaticZoneRebalancingPolicy.enabled == true and (length(zones) < 2 or no health source).

## Example

Flagged: `enabled, no health`.

Fine: `zones: ['1', '2', '3'] and the Application Health extension`.

## Fix

Add health source. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on zones, fault domains, automatic zone balance)md",
    .check_scale_set = check_zone_rebalance_preconditions,
};

}  // namespace fleetlint::rules
