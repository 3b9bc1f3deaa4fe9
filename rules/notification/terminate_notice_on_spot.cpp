#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_terminate_notice_on_spot(const ScaleSet& set, RuleContext& context) {
  const Property enable = set.profile("scheduledEventsProfile.terminateNotificationProfile.enable");
  if ((set.is_spot() && enable.is_true()) == Tri::yes) context.report(set, enable, "terminate notices are not available on Spot").note(set.profile("priority"), "the priority");
}

FLEETLINT_RULE(terminate_notice_on_spot) = {
    .id = "FL-EVT-002",
    .name = "terminate-notice-on-spot",
    .title = "Terminate notice is not available for Spot",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "maintenance capacity",
    .page = R"md(Terminate notice is not available for Spot.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.priority in {Spot, Low} and terminateNotificationProfile.enable == true.

## Example

Flagged: `Spot + notice`.

Fine: no terminateNotificationProfile on a Spot set.

## Fix

Remove.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on terminate notification and OS image notification)md",
    .check_scale_set = check_terminate_notice_on_spot,
};

}  // namespace fleetlint::rules
