#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_terminate_notice_range(const ScaleSet& set, RuleContext& context) {
  const Property notice = set.profile("scheduledEventsProfile.terminateNotificationProfile"), timeout = notice["notBeforeTimeout"];
  const Tri outside = timeout.test([](const eval::Value& value) {
    const auto seconds = value.is_string() ? parse_duration(value.as_string()) : std::nullopt;
    return tri(!seconds || *seconds < 300 || *seconds > 900);
  });
  if ((notice["enable"].is_true() && outside) == Tri::yes) context.report(set, timeout, "the notice is " + shown(timeout) + "; `PT5M` to `PT15M` is accepted").element(to_lower(timeout.path()));
}

FLEETLINT_RULE(terminate_notice_range) = {
    .id = "FL-EVT-001",
    .name = "terminate-notice-range",
    .title = "Terminate notice outside 5 to 15 minutes",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance",
    .page = R"md(Terminate notice outside 5 to 15 minutes.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.scheduledEventsProfile.terminateNotificationProfile.enable == true and notBeforeTimeout outside PT5M..PT15M.

## Example

Flagged: `PT30M`.

Fine: `PT10M`.

## Fix

Clamp. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- doc: vendor pages on terminate notification and OS image notification)md",
    .check_scale_set = check_terminate_notice_range,
};

}  // namespace fleetlint::rules
