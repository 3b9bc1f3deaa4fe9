#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_single_zone(const ScaleSet& set, RuleContext& context) {
  if (set.zone_count() == 1) context.report(set, set["zones"], "all instances are in one zone");
}

FLEETLINT_RULE(single_zone) = {
    .id = "FL-ZON-002",
    .name = "single-zone",
    .title = "All instances in one zone",
    .severity = Severity::info,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "zones",
    .page = R"md(All instances in one zone.

More machines than expected can be out of service at the same time.

## When

length(zones) == 1.

## Example

Flagged: `zones:["1"]`.

Fine: `three zones`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- peer PSRule)md",
    .check_scale_set = check_single_zone,
};

}  // namespace fleetlint::rules
