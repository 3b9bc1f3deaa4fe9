#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_fewer_instances_than_zones(const ScaleSet& set, RuleContext& context) {
  const auto zones = set.zone_count();
  if (!zones || *zones < 2) return;
  if (set.instances.test([&](std::int64_t count) { return count < static_cast<std::int64_t>(*zones); }) != Tri::yes) return;
  context.report(set, set.instances.property, std::to_string(set.instances.possible.front()) + " instances in " + std::to_string(*zones) + " zones: some zones stay empty").note(set["zones"], "the zones");
}

FLEETLINT_RULE(fewer_instances_than_zones) = {
    .id = "FL-ZON-001",
    .name = "fewer-instances-than-zones",
    .title = "Fewer instances than zones",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "zones capacity",
    .page = R"md(Fewer instances than zones.

More machines than expected can be out of service at the same time.

## When

known N < length(zones); with autoscale N is its minimum.

## Example

Flagged: `2 instances, zones 1,2,3`.

Fine: `>= 3`.

## Fix

Capacity >= zones. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- own inference
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_fewer_instances_than_zones,
};

}  // namespace fleetlint::rules
