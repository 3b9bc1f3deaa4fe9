#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_arc_retired_agent(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines))
    if (use.extension->type.is_one_of({"OmsAgentForLinux", "MicrosoftMonitoringAgent"}) == Tri::yes)
      report(context, use, use.extension->type, shown(use.extension->type) + " was retired on 2024-08-31").help(use.extension->type.equals("OmsAgentForLinux") == Tri::yes ? "use `AzureMonitorLinuxAgent`" : "use `AzureMonitorWindowsAgent`");
}

FLEETLINT_RULE(arc_retired_agent) = {
    .id = "FL-ARC-007",
    .name = "arc-retired-agent",
    .title = "Arc extension for the retired Log Analytics agent",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "arc extension",
    .page = R"md(Arc extension for the retired Log Analytics agent.

Nothing is refused, but machines silently stay as they are.

## When

type OmsAgentForLinux / MicrosoftMonitoringAgent.

## Example

Flagged: `OmsAgentForLinux`.

Fine: `AzureMonitorLinuxAgent`.

## Fix

Successor. A proposal: its owner decides.

Note: Arc face of FL-EXT-013.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers
- vendor notice)md",
    .check_model = check_arc_retired_agent,
};

}  // namespace fleetlint::rules
