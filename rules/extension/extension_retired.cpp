#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_extension_retired(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    for (const auto& retired : retired_extensions()) {
      if (use.extension->is(retired.publisher, retired.type) != Tri::yes || retired.date.empty()) continue;
      const auto end = *parse_instant(retired.date);
      if (end >= context.now() + context.setting_number("days") * 86400) continue;
      auto finding = report(context, use, use.extension->type, shown(use.extension->type) + (end < context.now() ? " was retired on " : " will be retired on ") + std::string(retired.date));
      finding.help("next: " + std::string(retired.successor));
      if (end >= context.now()) finding.severity(Severity::info);
    }
}

FLEETLINT_RULE(extension_retired) = {
    .id = "FL-EXT-013",
    .name = "extension-retired",
    .title = "Extension type is retired or about to be",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "extension",
    .suppressed_by = "FL-ARC-007",
    .settings = "days=365",
    .page = R"md(Extension type is retired or about to be.

Nothing is refused, but machines silently stay as they are.

## When

The type (publisher and type) is retired or has a date of retirement: a date that is past is a warning, one within the setting `days` an info.

## Example

Flagged: `MicrosoftMonitoringAgent, OmsAgentForLinux`.

Fine: `AzureMonitorLinuxAgent`.

## Fix

Successor from the table. A proposal: its owner decides.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers (list still names the old agent)
- vendor retirement notices
- data Azure/EOL service_list.json (snapshot 2025-12-18))md",
    .check_model = check_extension_retired,
};

}  // namespace fleetlint::rules
