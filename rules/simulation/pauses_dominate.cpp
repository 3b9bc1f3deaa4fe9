#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

namespace fleetlint::rules {

static void check_pauses_dominate(const FleetModel& model, RuleContext& context) {
  const auto most = parse_duration(context.setting("maxPause"));
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const auto pauses = fact_number(*facts, "pauseSeconds");
    if (pauses && most && *pauses > *most) context.report(*set, set->upgrade.rolling["pauseTimeBetweenBatches"], "the pauses alone take " + std::to_string(*pauses / 3600) + " hours");
  }
}

FLEETLINT_RULE(pauses_dominate) = {
    .id = "FL-SIM-004",
    .name = "pauses-dominate",
    .title = "Pauses make the rollout very long",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .settings = "maxPause=PT24H",
    .page = R"md(Pauses make the rollout very long.

Advice: it works, but is easy to get wrong or harder to operate.

## When

the number of batches * pauseTimeBetweenBatches > the setting `maxPause`.

## Example

Flagged: `a hundred batches with pauseTimeBetweenBatches: 'PT1H'`.

Fine: five batches with the same pause.

## Fix

Shorter pause. A proposal: its owner decides.

## What is unknown

Needs the simulator run; unknown capacity or durations use the configured fleet assumption and the finding is marked assumption=true; with no assumption configured, no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_pauses_dominate,
};

}  // namespace fleetlint::rules
