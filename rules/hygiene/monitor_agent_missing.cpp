#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_monitor_agent_missing(const ScaleSet& set, RuleContext& context) {
  Tri agent = set.extensions_open ? Tri::unknown : Tri::no;
  for (const auto& extension : set.extensions) agent = agent || (extension.type.is_one_of({"AzureMonitorLinuxAgent", "AzureMonitorWindowsAgent"}) && extension.exists);
  if (set.profile().is_present() && agent == Tri::no) context.report(set, set.profile("extensionProfile"), "no Azure Monitor agent");
}

FLEETLINT_RULE(monitor_agent_missing) = {
    .id = "FL-GOV-006",
    .name = "monitor-agent-missing",
    .title = "No Azure Monitor agent",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension",
    .page = R"md(No Azure Monitor agent.

Advice: it works, but is easy to get wrong or harder to operate.

## When

no effective extension AzureMonitorLinuxAgent/WindowsAgent.

## Example

Flagged: no AzureMonitorLinuxAgent or AzureMonitorWindowsAgent among the extensions.

Fine: `agent`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- peer PSRule)md",
    .check_scale_set = check_monitor_agent_missing,
};

}  // namespace fleetlint::rules
