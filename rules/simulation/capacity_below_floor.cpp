#include "fleetlint/rules/rule.h"
#include <cstdlib>
#include "rollout_sets.h"

namespace fleetlint::rules {

static void check_capacity_below_floor(const FleetModel& model, RuleContext& context) {
  const auto floor = context.setting("minHealthy");
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const auto lowest = fact_number(*facts, "minServing"), capacity = fact_number(*facts, "capacity");
    if (!lowest || !capacity || *capacity == 0) continue;
    if (is_below_floor(*lowest, *capacity, floor)) context.report(*set, set->upgrade.policy, "only " + std::to_string(*lowest) + " of " + std::to_string(*capacity) + " instances serve at the lowest point of the rollout, below " + floor);
  }
}

FLEETLINT_RULE(capacity_below_floor) = {
    .id = "FL-SIM-003",
    .name = "capacity-below-floor",
    .title = "In-service capacity drops below the owner's floor during a batch",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity upgrade",
    .settings = "minHealthy=75%",
    .page = R"md(In-service capacity drops below the owner's floor during a batch.

More machines than expected can be out of service at the same time.

## When

min over time of healthy instances < the setting `minHealthy` (count or %).

## Example

Flagged: `three instances, one upgraded at a time: two thirds serve`.

Fine: ten instances, two upgraded at a time.

## What is unknown

Needs the simulator run; unknown capacity or durations use the configured fleet assumption and the finding is marked assumption=true; with no assumption configured, no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_capacity_below_floor,
};

}  // namespace fleetlint::rules
