#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_repairs_off(const ScaleSet& set, RuleContext& context) {
  const Property enabled = set["properties.automaticRepairsPolicy.enabled"];
  if ((!set.has_repairs() && set.has_health() && !set.is_service_fabric()) == Tri::yes) context.report(set, enabled, "there is a health source, but unhealthy instances are not repaired");
}

FLEETLINT_RULE(repairs_off) = {
    .id = "FL-RPR-005",
    .name = "repairs-off",
    .title = "Instance repairs are not used",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "repair",
    .page = R"md(Instance repairs are not used.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.automaticRepairsPolicy.enabled is not true and there is a health source and the set is no Service Fabric node type.

## Example

Flagged: a health source and no automaticRepairsPolicy.

Fine: `enabled:true`.

## Fix

Enable with PT30M. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- peer PSRule
- peer APRL)md",
    .check_scale_set = check_repairs_off,
};

}  // namespace fleetlint::rules
