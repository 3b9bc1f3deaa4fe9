#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_os_window_recurrence(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    const Property every = (*configuration)["properties.maintenanceWindow.recurEvery"];
    if (configuration->is_existing() || (*configuration)["properties.maintenanceScope"].equals("OSImage") != Tri::yes) continue;
    const Tri fits = every.test(
        [](const eval::Value& value) {
          if (!value.is_string()) return Tri::no;
          return tri(recurrence_seconds(value.as_string()).has_value() && (contains_ignoring_case(value.as_string(), "day") || contains_ignoring_case(value.as_string(), "week")) &&
                     !contains_ignoring_case(value.as_string(), "month") && !contains_ignoring_case(value.as_string(), "hour"));
        },
        Tri::yes);
    if (fits == Tri::no) context.report(*configuration, every, "a window for OS images recurs by day or week, not " + shown(every)).help("`Week Sunday` for example");
  }
}

FLEETLINT_RULE(os_window_recurrence) = {
    .id = "FL-MNT-003",
    .name = "os-window-recurrence",
    .title = "OS image window must recur by day or week",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "maintenance",
    .page = R"md(OS image window must recur by day or week.

Azure refuses the deployment or the upgrade.

## When

maintenanceScope OSImage and recurEvery not of form [n]Day(s) or [n]Week(s)….

## Example

Flagged: `recurEvery:"Month"`.

Fine: `"Week Sunday"`.

## Fix

Week. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on maintenance configurations)md",
    .check_model = check_os_window_recurrence,
};

}  // namespace fleetlint::rules
