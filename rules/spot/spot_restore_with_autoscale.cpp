#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_spot_restore_with_autoscale(const ScaleSet& set, RuleContext& context) {
  const Property restore = set["properties.spotRestorePolicy.enabled"];
  if ((restore.is_true() && set.has_autoscale()) == Tri::yes) context.report(set, restore, "try-restore does nothing while autoscale is on");
}

FLEETLINT_RULE(spot_restore_with_autoscale) = {
    .id = "FL-SPT-004",
    .name = "spot-restore-with-autoscale",
    .title = "Try-restore does nothing when autoscale is on",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Try-restore does nothing when autoscale is on.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.spotRestorePolicy.enabled and autoscale targets the set.

## Example

Flagged: `spotRestorePolicy: { enabled: true } and autoscale`.

Fine: one of the two.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on Spot scale sets and Spot priority mix)md",
    .check_scale_set = check_spot_restore_with_autoscale,
};

}  // namespace fleetlint::rules
