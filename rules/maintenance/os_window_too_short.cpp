#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_os_window_too_short(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    const Property duration = (*configuration)["properties.maintenanceWindow.duration"];
    const auto text = duration.text();
    const auto seconds = text ? clock_duration(*text) : std::nullopt;
    if (!configuration->is_existing() && (*configuration)["properties.maintenanceScope"].equals("OSImage") == Tri::yes && seconds && *seconds < 5 * 3600)
      context.report(*configuration, duration, "a window of " + shown(duration) + " hours is too short for OS images").help("five hours at least").fix_value(duration, "05:00");
  }
}

FLEETLINT_RULE(os_window_too_short) = {
    .id = "FL-MNT-002",
    .name = "os-window-too-short",
    .title = "OS image window shorter than five hours",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "maintenance",
    .page = R"md(OS image window shorter than five hours.

Azure refuses the deployment or the upgrade.

## When

maintenanceScope OSImage and maintenanceWindow.duration < 05:00.

## Example

Flagged: `03:00`.

Fine: `05:00`.

## Fix

05:00.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on maintenance configurations)md",
    .check_model = check_os_window_too_short,
};

}  // namespace fleetlint::rules
