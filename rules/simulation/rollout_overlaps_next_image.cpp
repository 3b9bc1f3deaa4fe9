#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

namespace fleetlint::rules {

static void check_rollout_overlaps_next_image(const FleetModel& model, RuleContext& context) {
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const auto took = fact_number(*facts, "durationSeconds");
    if (took && *took > 30 * 86400) context.report(*set, set->upgrade.policy, "the rollout takes " + std::to_string(*took / 86400) + " days: the next image is out before it is over");
  }
}

FLEETLINT_RULE(rollout_overlaps_next_image) = {
    .id = "FL-SIM-005",
    .name = "rollout-overlaps-next-image",
    .title = "Rollout takes longer than the monthly image rhythm",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "upgrade",
    .page = R"md(Rollout takes longer than the monthly image rhythm.

Advice: it works, but is easy to get wrong or harder to operate.

## When

estimated duration > 30 days.

## Example

Flagged: ten batches with pauses of four days.

Fine: a rollout of a few days.

## What is unknown

Needs the simulator run; unknown capacity or durations use the configured fleet assumption and the finding is marked assumption=true; with no assumption configured, no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_rollout_overlaps_next_image,
};

}  // namespace fleetlint::rules
