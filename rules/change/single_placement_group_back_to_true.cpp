#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_single_placement_group_back_to_true(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    if ((before->single_placement_group() == Tri::no) && now->single_placement_group() == Tri::yes)
      context.report(*now, (*now)["properties.singlePlacementGroup"], "several placement groups cannot be folded back into one").note((*before)["properties.singlePlacementGroup"], "the earlier version");
}

FLEETLINT_RULE(single_placement_group_back_to_true) = {
    .id = "FL-DIF-003",
    .name = "single-placement-group-back-to-true",
    .title = "Several placement groups cannot be folded back",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Several placement groups cannot be folded back.

Azure refuses the deployment or the upgrade.

## When

singlePlacementGroup false -> true (absent counts as true on Uniform).

## Example

Flagged: `false -> true`.

Fine: `unchanged`.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- doc: vendor page on modifying a scale set (properties with restrictions))md",
    .check_model = check_single_placement_group_back_to_true,
};

}  // namespace fleetlint::rules
