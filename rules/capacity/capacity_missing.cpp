#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_capacity_missing(const ScaleSet& set, RuleContext& context) {
  const Property capacity = set["sku.capacity"];
  if ((!set.is_flexible() && set.profile().present() && !capacity.present()) != Tri::yes) return;
  context.report(set, capacity, "the set does not say how many instances it has").help("state `sku.capacity`");
}

FLEETLINT_RULE(capacity_missing) = {
    .id = "FL-CAP-009",
    .name = "capacity-missing",
    .title = "Scale set without an instance count",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "capacity schema",
    .page = R"md(Scale set without an instance count.

Azure refuses the deployment or the upgrade.

## When

sku.capacity absent or null on Uniform with properties.virtualMachineProfile present.

## Example

Flagged: `sku:{name:"…"}`.

Fine: `sku:{name,capacity:3}`.

## Fix

State capacity. A proposal: its owner decides.

Doubt: One report shows a refusal for null, another relies on leaving it out for updates.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- issue vm-scale-sets#70
- schema: published resource type index)md",
    .check_scale_set = check_capacity_missing,
};

}  // namespace fleetlint::rules
