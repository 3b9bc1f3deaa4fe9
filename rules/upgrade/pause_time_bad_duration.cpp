#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// PT5M for "5m", "300s", "00:05:00".
std::string as_duration(std::string_view text) {
  long hours = 0, minutes = 0, seconds = 0;
  char unit = 0;
  char rest = 0;
  const std::string copy(text);
  if (std::sscanf(copy.c_str(), "%2ld:%2ld:%2ld%c", &hours, &minutes, &seconds, &rest) == 3) {
    std::string out = "PT";
    if (hours != 0) out += std::to_string(hours) + "H";
    if (minutes != 0) out += std::to_string(minutes) + "M";
    if (seconds != 0 || out == "PT") out += std::to_string(seconds) + "S";
    return out;
  }
  long amount = 0;
  if (std::sscanf(copy.c_str(), "%6ld%c%c", &amount, &unit, &rest) == 2 && amount >= 0) {
    if (unit == 'm') return "PT" + std::to_string(amount) + "M";
    if (unit == 's') return "PT" + std::to_string(amount) + "S";
    if (unit == 'h') return "PT" + std::to_string(amount) + "H";
  }
  return {};
}

}  // namespace

static void check_pause_time_bad_duration(const ScaleSet& set, RuleContext& context) {
  const Property pause = set.upgrade.rolling["pauseTimeBetweenBatches"];
  const Tri bad = pause.test([](const eval::Value& value) { return tri(!value.is_string() || !parse_duration(value.as_string())); });
  if (bad != Tri::yes) return;
  auto finding = context.report(set, pause, "the pause " + shown(pause) + " is not an ISO 8601 duration");
  finding.element(to_lower(pause.path())).help("write it as `PT5M`");
  if (const auto text = pause.text())
    if (const auto duration = as_duration(*text); !duration.empty()) finding.fix_value(pause, duration);
}

FLEETLINT_RULE(pause_time_bad_duration) = {
    .id = "FL-UPG-011",
    .name = "pause-time-bad-duration",
    .title = "Pause between batches is not an ISO 8601 duration",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "upgrade schema",
    .page = R"md(Pause between batches is not an ISO 8601 duration.

Azure refuses the deployment or the upgrade.

## When

properties.upgradePolicy.rollingUpgradePolicy.pauseTimeBetweenBatches does not parse as ISO 8601 duration (PnDTnHnMnS).

## Example

Flagged: `pauseTimeBetweenBatches:"5m"`.

Fine: `pauseTimeBetweenBatches:"PT5M"`.

## Fix

Convert plain "5m", "300s", "00:05:00" to PT5M.

Azure says: `invalid duration value`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_pause_time_bad_duration,
};

}  // namespace fleetlint::rules
