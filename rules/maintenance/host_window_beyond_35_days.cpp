#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_host_window_beyond_35_days(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    if (configuration->is_existing() || (*configuration)["properties.maintenanceScope"].equals("Host") != Tri::yes) continue;
    const Property duration = (*configuration)["properties.maintenanceWindow.duration"], every = (*configuration)["properties.maintenanceWindow.recurEvery"];
    const auto text = duration.text(), recurrence = every.text();
    const auto seconds = text ? clock_duration(*text) : std::nullopt, period = recurrence ? recurrence_seconds(*recurrence) : std::nullopt;
    if (seconds && *seconds < 7200) context.report(*configuration, duration, "a host window lasts two hours at least, and this is " + shown(duration));
    if (period && *period > 35 * 86400) context.report(*configuration, every, "a host window recurs every 35 days at least");
  }
}

FLEETLINT_RULE(host_window_beyond_35_days) = {
    .id = "FL-MNT-007",
    .name = "host-window-beyond-35-days",
    .title = "Host window recurs less often than every 35 days or is under two hours",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance",
    .page = R"md(Host window recurs less often than every 35 days or is under two hours.

Azure refuses the deployment or the upgrade.

## When

maintenanceScope Host and (recurrence > 35 days or duration < 02:00).

## Example

Flagged: `recurEvery:"2Months"`.

Fine: `"35Days"`.

## Fix

Clamp. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines))md",
    .check_model = check_host_window_beyond_35_days,
};

}  // namespace fleetlint::rules
