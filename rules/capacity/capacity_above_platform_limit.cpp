#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_capacity_above_platform_limit(const ScaleSet& set, RuleContext& context) {
  const Property capacity = set["sku.capacity"];
  if (capacity.greater_than(1000) == Tri::yes) context.report(set, capacity, "a scale set holds 1000 instances at most");
  else if (set.image_kind == ImageKind::managed && capacity.greater_than(600) == Tri::yes) context.report(set, capacity, "a scale set with a managed image holds 600 instances at most").note(set.image()["id"], "the image");
}

FLEETLINT_RULE(capacity_above_platform_limit) = {
    .id = "FL-CAP-002",
    .name = "capacity-above-platform-limit",
    .title = "More instances than a scale set can hold",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(More instances than a scale set can hold.

Azure refuses the deployment or the upgrade.

## When

sku.capacity > 1000, or > 600 with a managed image (Microsoft.Compute/images).

## Example

Flagged: `sku: { capacity: 1200 }`.

Fine: `sku: { capacity: 1000 }`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on large scale sets and placement groups)md",
    .check_scale_set = check_capacity_above_platform_limit,
};

}  // namespace fleetlint::rules
