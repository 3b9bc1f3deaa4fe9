#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_zone_rebalance_turns_repairs_on(const ScaleSet& set, RuleContext& context) {
  const Property rebalance = set["properties.resiliencyPolicy.automaticZoneRebalancingPolicy.enabled"], repairs = set["properties.automaticRepairsPolicy"];
  if ((rebalance.is_true() && !repairs.present()) == Tri::yes) context.report(set, rebalance, "zone rebalance brings instance repairs with it").help("state `automaticRepairsPolicy`");
}

FLEETLINT_RULE(zone_rebalance_turns_repairs_on) = {
    .id = "FL-ZON-009",
    .name = "zone-rebalance-turns-repairs-on",
    .title = "Zone rebalance brings instance repairs with it",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "zones repair",
    .page = R"md(Zone rebalance brings instance repairs with it.

Advice: it works, but is easy to get wrong or harder to operate.

## When

zone rebalance enabled and properties.automaticRepairsPolicy absent.

## Example

Flagged: `automaticZoneRebalancingPolicy: { enabled: true } and no automaticRepairsPolicy`.

Fine: `stated`.

## Fix

State properties.automaticRepairsPolicy. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on zones, fault domains, automatic zone balance)md",
    .check_scale_set = check_zone_rebalance_turns_repairs_on,
};

}  // namespace fleetlint::rules
