#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_orchestration_mode_unstated(const ScaleSet& set, RuleContext& context) {
  const Property mode = set["properties.orchestrationMode"];
  if (mode.is_absent()) context.report(set, mode, "the orchestration mode is not stated: Uniform here, Flexible in newer tools");
}

FLEETLINT_RULE(orchestration_mode_unstated) = {
    .id = "FL-FLX-010",
    .name = "orchestration-mode-unstated",
    .title = "Orchestration mode unstated: ARM makes it Uniform, newer tools Flexible",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .page = R"md(Orchestration mode unstated: ARM makes it Uniform, newer tools Flexible.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.orchestrationMode absent.

## Example

Flagged: no orchestrationMode.

Fine: `stated`.

## Fix

State Uniform (keeps behaviour). A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_orchestration_mode_unstated,
};

}  // namespace fleetlint::rules
