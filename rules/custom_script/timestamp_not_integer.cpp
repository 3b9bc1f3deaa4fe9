#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_timestamp_not_integer(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const Property stamp = use.extension->settings["timestamp"];
    const Tri wrong = stamp.test([](const eval::Value& value) { return tri(!value.is_integer()); });
    if ((is_custom_script(*use.extension) && wrong) == Tri::yes) report(context, use, stamp, "`timestamp` is an integer, and this is " + shown(stamp));
  }
}

FLEETLINT_RULE(timestamp_not_integer) = {
    .id = "FL-CSE-019",
    .name = "timestamp-not-integer",
    .title = "timestamp must be an integer",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension schema",
    .page = R"md(timestamp must be an integer.

Azure refuses the deployment or the upgrade.

## When

Custom script extension: settings.timestamp known and not an integer; a text that holds only digits is not an integer.

## Example

Flagged: `timestamp:"2026-01-01"`.

Fine: `timestamp:20260101`.

## Fix

Integer. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_timestamp_not_integer,
};

}  // namespace fleetlint::rules
