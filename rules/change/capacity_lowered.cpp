#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_capacity_lowered(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    const auto a = (*now)["sku.capacity"].integer(), b = (*before)["sku.capacity"].integer();
    if (a && b && *a < *b) context.report(*now, (*now)["sku.capacity"], "the number of instances goes down from " + std::to_string(*b) + " to " + std::to_string(*a)).note((*before)["sku.capacity"], "the earlier version");
  }
}

FLEETLINT_RULE(capacity_lowered) = {
    .id = "FL-DIF-013",
    .name = "capacity-lowered",
    .title = "Instance count goes down",
    .severity = Severity::info,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Instance count goes down.

More machines than expected can be out of service at the same time.

## When

sku.capacity lower than baseline.

## Example

Flagged: `10 -> 4`.

Fine: the capacity stays or grows.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- schema: published resource type index)md",
    .check_model = check_capacity_lowered,
};

}  // namespace fleetlint::rules
