#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_priority_mix_preconditions(const ScaleSet& set, RuleContext& context) {
  if (is_before_api(*set.resource, "2022-08-01")) return;
  const Property mix = set["properties.priorityMixPolicy"];
  const Tri fits = set.is_flexible() && set.profile("priority").equals("Spot") && set["properties.singlePlacementGroup"].is_false();
  if ((mix.present() && !fits) == Tri::yes) context.report(set, mix, "a priority mix needs a Flexible Spot set with `singlePlacementGroup: false`");
}

FLEETLINT_RULE(priority_mix_preconditions) = {
    .id = "FL-SPT-005",
    .name = "priority-mix-preconditions",
    .title = "Spot priority mix without what it needs",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity",
    .page = R"md(Spot priority mix without what it needs.

Azure refuses the deployment or the upgrade.

## When

properties.priorityMixPolicy present (null counts as absent) and not (the set is Flexible and priority Spot and singlePlacementGroup == false).

## Example

Flagged: `Uniform + priorityMixPolicy`.

Fine: `Flexible, Spot, false`.

## Fix

Set them. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on Spot scale sets and Spot priority mix)md",
    .check_scale_set = check_priority_mix_preconditions,
};

}  // namespace fleetlint::rules
