#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_probe_cannot_settle_in_five_minutes(const ScaleSet& set, RuleContext& context) {
  const Property& probe = set.probe.probe;
  if (set.probe.load_balancer == nullptr || probe.is_absent()) return;
  const auto number = [&](const char* name, std::int64_t fallback) -> std::optional<std::int64_t> {
    const Property property = probe.at(name);
    return property.is_absent() ? fallback : property.integer();
  };
  const auto interval = number("properties.intervalInSeconds", 15), count = number("properties.numberOfProbes", 1), threshold = number("properties.probeThreshold", 1);
  if (!interval || !count || !threshold || *interval * std::max(*count, *threshold) <= 300) return;
  context.report(set, probe["properties.intervalInSeconds"], "the probe needs " + std::to_string(*interval * std::max(*count, *threshold)) +
                                                                " seconds to change its mind; an upgrade waits five minutes")
      .note(set.probe.id, "the set uses this probe")
      .help("lower the interval or the number of probes");
}

FLEETLINT_RULE(probe_cannot_settle_in_five_minutes) = {
    .id = "FL-HLT-010",
    .name = "probe-cannot-settle-in-five-minutes",
    .title = "Probe interval times threshold exceeds the five-minute wait",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "health network",
    .page = R"md(Probe interval times threshold exceeds the five-minute wait.

The upgrade starts and then fails or stops half way.

## When

intervalInSeconds * max(numberOfProbes, probeThreshold) > 300 for the referenced probe.

## Example

Flagged: `interval 100, numberOfProbes 4`.

Fine: `15 x 2`.

## Fix

Lower interval. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- arithmetic)md",
    .check_scale_set = check_probe_cannot_settle_in_five_minutes,
};

}  // namespace fleetlint::rules
