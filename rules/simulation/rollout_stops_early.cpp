#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

namespace fleetlint::rules {

static void check_rollout_stops_early(const FleetModel& model, RuleContext& context) {
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const auto stopped = facts->facts.find("stopped");
    if (stopped == facts->facts.end()) continue;
    context.report(*set, set->upgrade.policy, "with the faults of the scenario the rollout stops: " + stopped->second).note(set->upgrade.rolling, "the rolling policy").help("raise the limit, or run more instances");
  }
}

FLEETLINT_RULE(rollout_stops_early) = {
    .id = "FL-SIM-002",
    .name = "rollout-stops-early",
    .title = "Simulated faults stop the rollout before the last batch",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "upgrade health",
    .page = R"md(Simulated faults stop the rollout before the last batch.

Nothing is refused, but machines silently stay as they are.

## When

with configured fault set (count, zone, or probability) unhealthy share > limit before the end; report batch and share.

## Example

Flagged: a fault that leaves two of eight instances unhealthy.

Fine: a scenario without faults.

## What is unknown

Needs the simulator run; unknown capacity or durations use the configured fleet assumption and the finding is marked assumption=true; with no assumption configured, no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_rollout_stops_early,
};

}  // namespace fleetlint::rules
