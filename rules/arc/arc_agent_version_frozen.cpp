#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_arc_agent_version_frozen(const FleetModel& model, RuleContext& context) {
  for (const auto* machine : model.of_type("microsoft.hybridcompute/machines")) {
    const Property flag = (*machine)["properties.agentUpgrade.enableAutomaticUpgrade"];
    if (!machine->is_existing() && flag.is_false() == Tri::yes) context.report(*machine, flag, "upgrades of the agent are switched off").fix_value(flag, "true");
  }
}

FLEETLINT_RULE(arc_agent_version_frozen) = {
    .id = "FL-ARC-011",
    .name = "arc-agent-version-frozen",
    .title = "Arc agent upgrades switched off",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "arc",
    .page = R"md(Arc agent upgrades switched off.

Advice: it works, but is easy to get wrong or harder to operate.

## When

HybridCompute/machines properties.agentUpgrade.enableAutomaticUpgrade == false.

## Example

Flagged: `agentUpgrade: { enableAutomaticUpgrade: false }`.

Fine: `agentUpgrade: { enableAutomaticUpgrade: true }`.

## Fix

True.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema 2022-12-27)md",
    .check_model = check_arc_agent_version_frozen,
};

}  // namespace fleetlint::rules
