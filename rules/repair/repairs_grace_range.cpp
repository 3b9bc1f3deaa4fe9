#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_repairs_grace_range(const ScaleSet& set, RuleContext& context) {
  const Property grace = set["properties.automaticRepairsPolicy.gracePeriod"];
  const Tri outside = grace.test([](const eval::Value& value) {
    const auto seconds = value.is_string() ? parse_duration(value.as_string()) : std::nullopt;
    return tri(!seconds || *seconds < 600 || *seconds > 5400);
  });
  if (outside == Tri::yes) context.report(set, grace, "the grace period is " + shown(grace) + "; `PT10M` to `PT90M` is accepted").element(to_lower(grace.path()));
}

FLEETLINT_RULE(repairs_grace_range) = {
    .id = "FL-RPR-002",
    .name = "repairs-grace-range",
    .title = "Repair grace period outside 10 to 90 minutes",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "repair",
    .page = R"md(Repair grace period outside 10 to 90 minutes.

Azure refuses the deployment or the upgrade.

## When

properties.automaticRepairsPolicy.gracePeriod known and outside PT10M..PT90M.

## Example

Flagged: `PT5M`.

Fine: `PT30M`.

## Fix

Clamp. A proposal: its owner decides.

Doubt: Earlier API versions used 30 minutes as minimum.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- doc: vendor page on automatic instance repairs)md",
    .check_scale_set = check_repairs_grace_range,
};

}  // namespace fleetlint::rules
