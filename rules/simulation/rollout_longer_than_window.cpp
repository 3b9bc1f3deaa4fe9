#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

namespace fleetlint::rules {

static void check_rollout_longer_than_window(const FleetModel& model, RuleContext& context) {
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const auto took = fact_number(*facts, "durationSeconds"), window = fact_number(*facts, "windowSeconds");
    if (!took || !window || *took <= *window) continue;
    context.report(*set, set->upgrade.policy, "the rollout takes " + std::to_string(*took / 60) + " minutes, longer than the maintenance window of " + std::to_string(*window / 60) + " minutes").help("larger batches, shorter pauses, or a longer window");
  }
}

FLEETLINT_RULE(rollout_longer_than_window) = {
    .id = "FL-SIM-001",
    .name = "rollout-longer-than-window",
    .title = "Simulated rollout does not fit the maintenance window",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "maintenance upgrade",
    .page = R"md(Simulated rollout does not fit the maintenance window.

Nothing is refused, but machines silently stay as they are.

## When

estimated duration (batches * (upgrade time + health wait + pause)) > maintenanceWindow.duration.

## Example

Flagged: a window of six hours and a rollout of nine.

Fine: a rollout that ends inside its window.

## What is unknown

Needs the simulator run; unknown capacity or durations use the configured fleet assumption and the finding is marked assumption=true; with no assumption configured, no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_rollout_longer_than_window,
};

}  // namespace fleetlint::rules
