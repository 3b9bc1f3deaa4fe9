#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_no_notice_before_delete(const ScaleSet& set, RuleContext& context) {
  const Property enable = set.profile("scheduledEventsProfile.terminateNotificationProfile.enable");
  if ((!enable.is_true() && (set.has_autoscale() || set.has_repairs()) && !set.is_spot()) == Tri::yes) context.report(set, enable, "the application gets no notice before scale-in or repair deletes an instance");
}

FLEETLINT_RULE(no_notice_before_delete) = {
    .id = "FL-EVT-005",
    .name = "no-notice-before-delete",
    .title = "The app gets no notice before scale-in or repair deletes an instance",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance capacity",
    .page = R"md(The app gets no notice before scale-in or repair deletes an instance.

Advice: it works, but is easy to get wrong or harder to operate.

## When

terminate notice off and (autoscale targets the set or properties.automaticRepairsPolicy.enabled) and not Spot.

## Example

Flagged: no terminateNotificationProfile on a set with autoscale or repairs.

Fine: `enable:true`.

## Fix

PT10M. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines))md",
    .check_scale_set = check_no_notice_before_delete,
};

}  // namespace fleetlint::rules
