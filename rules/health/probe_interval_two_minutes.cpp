#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_probe_interval_two_minutes(const ScaleSet& set, RuleContext& context) {
  const Property interval = set.probe.probe["properties.intervalInSeconds"];
  if (set.probe.load_balancer == nullptr || interval.greater_than(119) != Tri::yes) return;
  context.report(set, interval, "a probe every " + shown(interval) + " seconds is too slow to judge an upgraded instance")
      .note(set.probe.id, "the set uses this probe")
      .help("the interval must be below two minutes; 15 seconds is usual")
      .fix_value(interval, "15");
}

FLEETLINT_RULE(probe_interval_two_minutes) = {
    .id = "FL-HLT-009",
    .name = "probe-interval-two-minutes",
    .title = "Probe is too slow to judge an upgraded instance",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "health network",
    .page = R"md(Probe is too slow to judge an upgraded instance.

The upgrade starts and then fails or stops half way.

## When

Probe referenced by healthProbe.id in the template has properties.intervalInSeconds >= 120.

## Example

Flagged: `intervalInSeconds:120`.

Fine: `intervalInSeconds:15`.

## Fix

Set 15.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_probe_interval_two_minutes,
};

}  // namespace fleetlint::rules
