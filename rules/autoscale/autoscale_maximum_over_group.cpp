#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_autoscale_maximum_over_group(const ScaleSet& set, RuleContext& context) {
  if (set.single_placement_group() != Tri::yes) return;
  for (const auto& autoscale : set.autoscale)
    if (autoscale.acts() && autoscale.known_maximum.value_or(0) > 100)
      context.report(set, autoscale.maximum_property, "autoscale may ask for " + std::to_string(*autoscale.known_maximum) + " instances, and one placement group holds 100").note(set["properties.singlePlacementGroup"], "`singlePlacementGroup` is true, or not stated");
}

FLEETLINT_RULE(autoscale_maximum_over_group) = {
    .id = "FL-AUT-002",
    .name = "autoscale-maximum-over-group",
    .title = "Autoscale maximum does not fit one placement group",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity",
    .page = R"md(Autoscale maximum does not fit one placement group.

More machines than expected can be out of service at the same time.

## When

profiles[].capacity.maximum > 100 in a setting whose properties.enabled is true (false or absent: switched off; unknown: no finding), target is the set, and single placement group as in FL-CAP-001 (singlePlacementGroup true, or absent on Uniform).

## Example

Flagged: `maximum:"200"`.

Fine: `singlePlacementGroup:false`.

## Fix

Limit or multi group. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on autoscale)md",
    .check_scale_set = check_autoscale_maximum_over_group,
};

}  // namespace fleetlint::rules
