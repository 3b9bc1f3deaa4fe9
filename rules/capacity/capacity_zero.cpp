#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_capacity_zero(const ScaleSet& set, RuleContext& context) {
  const Property capacity = set["sku.capacity"];
  if (capacity.equals("0") != Tri::yes || set.has_autoscale() != Tri::no) return;
  context.report(set, capacity, "the set has no instances");
}

FLEETLINT_RULE(capacity_zero) = {
    .id = "FL-CAP-007",
    .name = "capacity-zero",
    .title = "Scale set without instances",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Scale set without instances.

Advice: it works, but is easy to get wrong or harder to operate.

## When

sku.capacity == 0 and no autoscale targets it.

## Example

Flagged: `sku: { capacity: 0 } without autoscale`.

Fine: `sku: { capacity: 1 }`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_capacity_zero,
};

}  // namespace fleetlint::rules
