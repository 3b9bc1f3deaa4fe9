#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {
namespace {

bool is_window_time(std::string_view text) { return text.size() == 16 && text[10] == ' ' && parse_instant(text).has_value(); }

}  // namespace

static void check_schedule_format(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    if (configuration->is_existing()) continue;
    const Property window = (*configuration)["properties.maintenanceWindow"], start = window["startDateTime"], end = window["expirationDateTime"], duration = window["duration"], zone = window["timeZone"];
    for (const Property& time : {start, end}) {
      const Tri wrong = time.test([](const eval::Value& value) { return tri(!value.is_string() || !is_window_time(value.as_string())); });
      if (wrong == Tri::yes) context.report(*configuration, time, "`" + std::string(time.name()) + "` " + shown(time) + " is not of the form yyyy-MM-dd HH:mm");
    }
    const Tri bad_duration = duration.test([](const eval::Value& value) { return tri(!value.is_string() || !clock_duration(value.as_string())); });
    if (bad_duration == Tri::yes) context.report(*configuration, duration, "the duration " + shown(duration) + " is not of the form HH:mm");
    if ((start.present() && !zone.present()) == Tri::yes) context.report(*configuration, zone, "a start without `timeZone`").note(start, "the start");
    const auto first = start.text() ? parse_instant(*start.text()) : std::nullopt, last = end.text() ? parse_instant(*end.text()) : std::nullopt;
    if (first && last && *last < *first) context.report(*configuration, end, "the schedule ends before it starts").note(start, "the start");
  }
}

FLEETLINT_RULE(schedule_format) = {
    .id = "FL-MNT-009",
    .name = "schedule-format",
    .title = "Maintenance window fields malformed",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "maintenance schema",
    .page = R"md(Maintenance window fields malformed.

Azure refuses the deployment or the upgrade.

## When

startDateTime not yyyy-MM-dd HH:mm; duration not HH:mm; timeZone absent while startDateTime set; expiration before start.

## Example

Flagged: `2026-01-01T00:00Z`.

Fine: `2026-01-01 00:00`.

## Fix

Reformat.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index
- doc: vendor page on maintenance configurations)md",
    .check_model = check_schedule_format,
};

}  // namespace fleetlint::rules
