#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_single_placement_group(const ScaleSet& set, RuleContext& context) {
  const Property single = set["properties.singlePlacementGroup"];
  if ((set.is_flexible() && single.is_true() && set["sku.capacity"].greater_than(1)) == Tri::yes) context.report(set, single, "a Flexible set with `singlePlacementGroup: true`").fix_value(single, "false");
}

FLEETLINT_RULE(flex_single_placement_group) = {
    .id = "FL-FLX-009",
    .name = "flex-single-placement-group",
    .title = "Flexible set with single placement group true",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 3,
    .confidence = Confidence::low,
    .fix = FixClass::yes,
    .tags = "capacity",
    .page = R"md(Flexible set with single placement group true.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and singlePlacementGroup == true and capacity > 1.

## Example

Flagged: `orchestrationMode: 'Flexible', singlePlacementGroup: true`.

Fine: `singlePlacementGroup: false`.

## Fix

False.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on orchestration modes)md",
    .check_scale_set = check_flex_single_placement_group,
};

}  // namespace fleetlint::rules
