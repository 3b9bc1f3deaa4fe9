#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_time_budget_below_script_limit(const ScaleSet& set, RuleContext& context) {
  const Property budget = set.profile("extensionProfile.extensionsTimeBudget");
  const auto text = budget.text();
  const auto seconds = text ? parse_duration(*text) : std::nullopt;
  if (!seconds || *seconds >= 5400) return;
  for (const auto& extension : set.extensions)
    if ((is_custom_script(extension) && extension.exists) == Tri::yes) {
      context.report(set, budget, "a custom script may run 90 minutes, and the budget is " + shown(budget)).note(extension.type, "the script");
      return;
    }
}

FLEETLINT_RULE(time_budget_below_script_limit) = {
    .id = "FL-EXT-025",
    .name = "time-budget-below-script-limit",
    .title = "Extension time budget is shorter than a custom script may run",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(Extension time budget is shorter than a custom script may run.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.virtualMachineProfile.extensionProfile.extensionsTimeBudget < PT90M and a custom script extension is present.

## Example

Flagged: `PT15M + CSE`.

Fine: `PT90M`.

## Fix

PT90M. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index
- doc: vendor pages on extension sequencing and automatic extension upgrade)md",
    .check_scale_set = check_time_budget_below_script_limit,
};

}  // namespace fleetlint::rules
