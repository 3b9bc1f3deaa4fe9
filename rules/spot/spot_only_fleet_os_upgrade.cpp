#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_spot_only_fleet_os_upgrade(const ScaleSet& set, RuleContext& context) {
  if ((set.os_upgrade_on() && set.profile("priority").equals("Spot") && !set["properties.priorityMixPolicy"].present()) == Tri::yes) context.report(set, set.profile("priority"), "evictions of a Spot-only fleet use up the unhealthy budget of OS upgrades");
}

FLEETLINT_RULE(spot_only_fleet_os_upgrade) = {
    .id = "FL-SPT-009",
    .name = "spot-only-fleet-os-upgrade",
    .title = "Evictions on a Spot-only fleet use up the unhealthy budget of upgrades",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::low,
    .fix = FixClass::no,
    .tags = "capacity upgrade",
    .page = R"md(Evictions on a Spot-only fleet use up the unhealthy budget of upgrades.

Nothing is refused, but machines silently stay as they are.

## When

automatic OS image upgrade is on and priority Spot and no priorityMixPolicy.

## Example

Flagged: `Spot + AOU`.

Fine: `regular base`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- own inference)md",
    .check_scale_set = check_spot_only_fleet_os_upgrade,
};

}  // namespace fleetlint::rules
