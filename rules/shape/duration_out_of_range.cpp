#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

struct Bound {
  const char* path;
  const char* least;
  const char* most;
};
constexpr Bound bounds[] = {
    {"properties.automaticRepairsPolicy.gracePeriod", "PT10M", "PT90M"},
    {"properties.virtualMachineProfile.scheduledEventsProfile.terminateNotificationProfile.notBeforeTimeout", "PT5M", "PT15M"},
    {"properties.virtualMachineProfile.scheduledEventsProfile.osImageNotificationProfile.notBeforeTimeout", "PT15M", "PT15M"},
    {"properties.virtualMachineProfile.extensionProfile.extensionsTimeBudget", "PT15M", "PT2H"},
    {"properties.spotRestorePolicy.restoreTimeout", "PT15M", "PT2H"},
    {"properties.externalHealthPolicy.expiryDuration", "PT5M", "PT3H"},
    {"properties.externalHealthPolicy.gracePeriod", "PT5M", "PT4H"},
};

}  // namespace

static void check_duration_out_of_range(const ScaleSet& set, RuleContext& context) {
  for (const auto& [path, least, most] : bounds) {
    const Property duration = set[path];
    const Tri outside = duration.test([&, low = *parse_duration(least), high = *parse_duration(most)](const eval::Value& value) {
      const auto seconds = value.is_string() ? parse_duration(value.as_string()) : std::nullopt;
      return tri(!seconds || *seconds < low || *seconds > high);
    });
    if (outside == Tri::yes) context.report(set, duration, "`" + std::string(duration.name()) + "` is " + shown(duration) + "; `" + least + "` to `" + most + "` is accepted").element(to_lower(path));
  }
}

FLEETLINT_RULE(duration_out_of_range) = {
    .id = "FL-SCH-003",
    .name = "duration-out-of-range",
    .title = "ISO 8601 duration malformed or outside its range",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .suppressed_by = "FL-EVT-001 FL-EVT-003 FL-RPR-002 FL-UPG-011",
    .page = R"md(ISO 8601 duration malformed or outside its range.

Azure refuses the deployment or the upgrade.

## When

The ranges: gracePeriod of repairs PT10M..PT90M, terminate notBeforeTimeout PT5M..PT15M, OS image notBeforeTimeout exactly PT15M, extensionsTimeBudget PT15M..PT2H, spot restoreTimeout PT15M..PT2H, external health expiry PT5M..PT3H and grace PT5M..PT4H.

## Example

Flagged: `extensionsTimeBudget:"PT5M"`.

Fine: `PT90M`.

## Fix

Clamp. A proposal: its owner decides.

Note: Reported under the specific rule (FL-RPR-002, FL-EVT-001, FL-EVT-003) when one exists.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- doc: vendor REST reference)md",
    .check_scale_set = check_duration_out_of_range,
};

}  // namespace fleetlint::rules
