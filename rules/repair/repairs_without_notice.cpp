#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_repairs_without_notice(const ScaleSet& set, RuleContext& context) {
  const Property action = set["properties.automaticRepairsPolicy.repairAction"], notice = set.profile("scheduledEventsProfile.terminateNotificationProfile.enable");
  if ((set.has_repairs() && (action.equals("Replace") || !action.present()) && !notice.is_true()) == Tri::yes) context.report(set, notice, "repairs delete instances without a warning to the application").help("enable `terminateNotificationProfile`");
}

FLEETLINT_RULE(repairs_without_notice) = {
    .id = "FL-RPR-006",
    .name = "repairs-without-notice",
    .title = "Repairs delete instances without a warning to the app",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "repair maintenance",
    .page = R"md(Repairs delete instances without a warning to the app.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.automaticRepairsPolicy.enabled and action Replace and terminate notification not enabled.

## Example

Flagged: `no notification`.

Fine: `terminateNotificationProfile`.

## Fix

FL-EVT-001 values. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor page on automatic instance repairs)md",
    .check_scale_set = check_repairs_without_notice,
};

}  // namespace fleetlint::rules
