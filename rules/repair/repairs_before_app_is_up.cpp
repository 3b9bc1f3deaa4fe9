#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_repairs_before_app_is_up(const ScaleSet& set, RuleContext& context) {
  const Property grace = set["properties.automaticRepairsPolicy.gracePeriod"];
  if (set.has_repairs() != Tri::yes) return;
  const auto seconds = grace.is_absent() ? std::optional<std::int64_t>(600) : grace.text() ? parse_duration(*grace.text()) : std::nullopt;
  if (!seconds) return;
  for (const auto& extension : set.extensions) {
    const Property own = extension.settings["gracePeriod"];
    if ((is_application_health(extension) && own.greater_than(static_cast<double>(*seconds))) != Tri::yes) continue;
    context.report(set, grace, "repairs start after " + std::to_string(*seconds / 60) + " minutes, while the health extension still waits (" + shown(own) + " seconds)").note(own, "its own grace period").help("let the repair grace period be longer");
  }
}

FLEETLINT_RULE(repairs_before_app_is_up) = {
    .id = "FL-RPR-003",
    .name = "repairs-before-app-is-up",
    .title = "Repairs start before the health extension's own grace ends",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "repair health",
    .suppressed_by = "FL-SF-020",
    .page = R"md(Repairs start before the health extension's own grace ends.

More machines than expected can be out of service at the same time.

## When

properties.automaticRepairsPolicy.enabled == true and properties.automaticRepairsPolicy.gracePeriod (default PT10M) < AppHealth settings.gracePeriod seconds.

## Example

Flagged: `PT10M, AppHealth grace 1800`.

Fine: `PT40M`.

## Fix

Raise. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor page on automatic instance repairs
- own inference)md",
    .check_scale_set = check_repairs_before_app_is_up,
};

}  // namespace fleetlint::rules
