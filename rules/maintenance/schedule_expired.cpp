#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_schedule_expired(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    const Property end = (*configuration)["properties.maintenanceWindow.expirationDateTime"];
    const auto text = end.text();
    const auto instant = text ? parse_instant(*text) : std::nullopt;
    if (!configuration->is_existing() && instant && *instant < context.now()) context.report(*configuration, end, "the schedule ended on " + format_instant(*instant)).help("remove the expiration");
  }
}

FLEETLINT_RULE(schedule_expired) = {
    .id = "FL-MNT-008",
    .name = "schedule-expired",
    .title = "Maintenance schedule has ended",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance",
    .page = R"md(Maintenance schedule has ended.

Nothing is refused, but machines silently stay as they are.

## When

maintenanceWindow.expirationDateTime < now.

## Example

Flagged: `2025-01-01 00:00`.

Fine: `future or absent`.

## Fix

Remove. A proposal: its owner decides.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- own inference
- doc: vendor page on maintenance configurations)md",
    .check_model = check_schedule_expired,
};

}  // namespace fleetlint::rules
