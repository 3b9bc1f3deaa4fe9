#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

namespace fleetlint::rules {

static void check_worst_case_extension_time(const FleetModel& model, RuleContext& context) {
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const Property stated = set->profile()["extensionProfile.extensionsTimeBudget"];
    const bool has_extension = std::any_of(set->extensions.begin(), set->extensions.end(), [](const Extension& each) { return each.exists == Tri::yes; });
    // The platform's own budget counts as soon as there is something to wait for.
    const auto budget = stated.is_absent() ? (has_extension ? parse_duration("PT90M") : std::nullopt) : stated.text() ? parse_duration(*stated.text()) : std::nullopt;
    const auto batches = static_cast<std::int64_t>(facts->batches.size());
    if (!budget || batches == 0) continue;
    const auto limit = parse_duration(context.setting("budget"));
    const auto window = fact_number(*facts, "windowSeconds");
    const auto worst = *budget * batches;
    const bool beyond_window = window && worst > *window;
    if (!beyond_window && !(limit && worst > *limit)) continue;
    context.report(*set, stated, "if extensions use all of their " + std::to_string(*budget / 60) + " minutes, " + std::to_string(batches) + " batches take " + std::to_string(worst / 60) +
                                     " minutes, longer than the " + std::to_string((beyond_window ? *window : *limit) / 60) + (beyond_window ? " of the maintenance window" : " that the configuration allows"))
        .help("lower `extensionsTimeBudget` to what the extensions need, or make fewer, larger batches");
  }
}

FLEETLINT_RULE(worst_case_extension_time) = {
    .id = "FL-SIM-008",
    .name = "worst-case-extension-time",
    .title = "Worst-case extension time makes the wait fail",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "upgrade extension",
    .settings = "budget=",
    .page = R"md(If every extension uses all the time it may, the rollout does not fit.

The wait for health starts only when an instance is provisioned with its extensions. An extension that hangs holds its batch for the whole of
`extensionsTimeBudget`; over all batches that can be longer than the maintenance window, and the rollout is cut off half way.

## When

`extensionProfile.extensionsTimeBudget` times the number of batches of the simulated rollout is longer than the maintenance window of the scenario, or than
the setting `budget`. Without a stated budget the platform's 90 minutes count, if the set has an extension. Needs a scenario.

## Example

Flagged: `extensionsTimeBudget: 'PT2H'` with ten batches and a window of five hours.

Fine: `extensionsTimeBudget: 'PT15M'` with ten batches.

## What is unknown

Silent if the number of instances or the budget is not known.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- public API schema)md",
    .check_model = check_worst_case_extension_time,
};

}  // namespace fleetlint::rules
