#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_repairs_without_health(const ScaleSet& set, RuleContext& context) {
  if ((set.has_repairs() && !set.has_health()) != Tri::yes) return;
  context.report(set, set["properties.automaticRepairsPolicy.enabled"], "instance repairs are on, but nothing tells which instance is unhealthy").help("add the Application Health extension, or name a load-balancer probe in `networkProfile.healthProbe`");
}

FLEETLINT_RULE(repairs_without_health) = {
    .id = "FL-RPR-001",
    .name = "repairs-without-health",
    .title = "Instance repairs without a health source",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "repair health",
    .suppressed_by = "FL-SF-020",
    .page = R"md(Instance repairs without a health source.

Azure refuses the deployment or the upgrade.

## When

properties.automaticRepairsPolicy.enabled == true and no load-balancer health probe is set and there is no Application Health extension and no external health.

## Example

Flagged: `enabled:true only`.

Fine: `health source`.

## Fix

As FL-HLT-001. A proposal: its owner decides.

Azure says: `Automatic repairs not supported for this Virtual Machine Scale Set because a health probe or health extension was not provided.`

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- platform error text (public reports))md",
    .check_scale_set = check_repairs_without_health,
};

}  // namespace fleetlint::rules
