#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_guest_patch_window_bounds(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    if (configuration->is_existing() || (*configuration)["properties.maintenanceScope"].equals("InGuestPatch") != Tri::yes) continue;
    const Property duration = (*configuration)["properties.maintenanceWindow.duration"], every = (*configuration)["properties.maintenanceWindow.recurEvery"];
    const auto text = duration.text(), recurrence = every.text();
    const auto seconds = text ? clock_duration(*text) : std::nullopt;
    if (seconds && (*seconds < 5400 || *seconds > 14100)) context.report(*configuration, duration, "a guest-patch window lasts 01:30 to 03:55, and this is " + shown(duration));
    const auto period = recurrence ? recurrence_seconds(*recurrence) : std::nullopt;
    if (period && *period < 6 * 3600) context.report(*configuration, every, "a guest-patch window recurs every six hours at most");
  }
}

FLEETLINT_RULE(guest_patch_window_bounds) = {
    .id = "FL-MNT-005",
    .name = "guest-patch-window-bounds",
    .title = "Guest-patch window outside 1:30 to 3:55, or repeating faster than six hours",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance guest-patching",
    .page = R"md(Guest-patch window outside 1:30 to 3:55, or repeating faster than six hours.

Azure refuses the deployment or the upgrade.

## When

maintenanceScope InGuestPatch and (duration < 01:30 or > 03:55 or recurrence < 6 h).

## Example

Flagged: `04:00`.

Fine: `02:00`.

## Fix

Clamp. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on maintenance configurations)md",
    .check_model = check_guest_patch_window_bounds,
};

}  // namespace fleetlint::rules
