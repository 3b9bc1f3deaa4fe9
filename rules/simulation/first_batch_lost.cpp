#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

namespace fleetlint::rules {

static void check_first_batch_lost(const FleetModel& model, RuleContext& context) {
  // The first batch is lost when extensions fail on every new instance: the tokens tell.
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const auto lost = facts->facts.find("stopped");
    if (lost == facts->facts.end() || facts->batches.size() != 1 || !set->instances.minimum) continue;
    context.report(*set, set->upgrade.policy, "the first batch of " + std::to_string(facts->batches.front().instances) + " instances is lost before the rollout stops");
  }
}

FLEETLINT_RULE(first_batch_lost) = {
    .id = "FL-SIM-007",
    .name = "first-batch-lost",
    .title = "If extensions fail, this many instances are left failed",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "upgrade extension",
    .page = R"md(If extensions fail, this many instances are left failed.

Advice: it works, but is easy to get wrong or harder to operate.

## When

size of the first batch when any FL-SAS/FL-CSE error or warning of outcome upgrade-fails is present.

## Example

Flagged: `N=10 -> 2`.

Fine: `—`.

## What is unknown

Needs the simulator run; unknown capacity or durations use the configured fleet assumption and the finding is marked assumption=true; with no assumption configured, no finding.

## Sources

- seed document 000, line 279)md",
    .check_model = check_first_batch_lost,
};

}  // namespace fleetlint::rules
