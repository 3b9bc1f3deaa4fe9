#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_os_image_notice_value(const ScaleSet& set, RuleContext& context) {
  if (is_before_api(*set.resource, "2022-11-01")) return;
  const Property timeout = set.profile("scheduledEventsProfile.osImageNotificationProfile.notBeforeTimeout");
  const Tri wrong = timeout.test([](const eval::Value& value) { return tri(!value.is_string() || parse_duration(value.as_string()) != 900); });
  if (wrong == Tri::yes) context.report(set, timeout, "the OS image notice is `PT15M` and nothing else").element(to_lower(timeout.path())).fix_value(timeout, "PT15M");
}

FLEETLINT_RULE(os_image_notice_value) = {
    .id = "FL-EVT-003",
    .name = "os-image-notice-value",
    .title = "OS image notice must be 15 minutes",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "maintenance upgrade",
    .page = R"md(OS image notice must be 15 minutes.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.scheduledEventsProfile.osImageNotificationProfile.notBeforeTimeout known and != PT15M.

## Example

Flagged: `PT10M`.

Fine: `PT15M`.

## Fix

PT15M.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on terminate notification and OS image notification)md",
    .check_scale_set = check_os_image_notice_value,
};

}  // namespace fleetlint::rules
