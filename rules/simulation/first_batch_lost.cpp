#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

namespace fleetlint::rules {

/// A finding that makes the extensions of new instances fail: tokens and scripts that cannot be fetched or run.
static bool breaks_extensions(const RuleFinding& finding) {
  const auto area = finding.rule->area();
  return (area == "SAS" || area == "CSE") && finding.rule->outcome == Outcome::upgrade_fails && finding.finding.certain && finding.finding.severity >= Severity::warning;
}

static void check_first_batch_lost(const FleetModel& model, RuleContext& context) {
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    if (facts->batches.empty() || !set->instances.minimum) continue;
    const auto reported = context.reported_about(*set);
    const auto cause = std::find_if(reported.begin(), reported.end(), [](const RuleFinding* each) { return breaks_extensions(*each); });
    if (cause == reported.end()) continue;
    // Copied: reporting may move the findings.
    const Location place = (*cause)->finding.location;
    const std::string why = std::string((*cause)->rule->name) + ": " + (*cause)->finding.message;
    const auto lost = facts->batches.front().instances;
    context.report(*set, set->upgrade.policy, "if the extensions fail, the " + std::to_string(lost) + " instances of the first batch are left failed before the rollout stops").note(place, why).help("mend the extension before the next image comes");
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
    .page = R"md(When extensions fail, the first batch is left failed.

Replacing the image of an instance runs its extensions again. If they cannot run, because a token has expired or a script is gone, every instance of the first
batch fails before the rollout stops. The finding says how many that are.

## When

A rule of the areas SAS or CSE whose outcome is that upgrades fail has found an error or a warning in the set, and the number of instances is known. Needs a
scenario; the size of the first batch is that of the simulated rollout.

## Example

Flagged: ten instances and an expired access token in `fileUris`: two instances.

Fine: the same without the token.

## What is unknown

Silent if the number of instances is not known.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_first_batch_lost,
};

}  // namespace fleetlint::rules
