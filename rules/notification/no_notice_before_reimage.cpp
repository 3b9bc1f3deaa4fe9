#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_no_notice_before_reimage(const ScaleSet& set, RuleContext& context) {
  const Property enable = set.profile("scheduledEventsProfile.osImageNotificationProfile.enable");
  if ((set.os_upgrade_on() && !enable.is_true()) == Tri::yes) context.report(set, enable, "the application gets no notice before its OS disk is replaced").help("enable `osImageNotificationProfile` when the application drains");
}

FLEETLINT_RULE(no_notice_before_reimage) = {
    .id = "FL-EVT-004",
    .name = "no-notice-before-reimage",
    .title = "The app gets no notice before its OS disk is replaced",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance upgrade",
    .page = R"md(The app gets no notice before its OS disk is replaced.

Advice: it works, but is easy to get wrong or harder to operate.

## When

automatic OS image upgrade is on and osImageNotificationProfile.enable is not true.

## Example

Flagged: OS upgrade on, no osImageNotificationProfile.

Fine: `enable:true, PT15M`.

## Fix

Enable when the app drains. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines)
- schema: published resource type index)md",
    .check_scale_set = check_no_notice_before_reimage,
};

}  // namespace fleetlint::rules
