#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_never_within_wait(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    if (is_application_health(*use.extension) != Tri::yes) continue;
    const Property interval = use.extension->settings["intervalInSeconds"], probes = use.extension->settings["numberOfProbes"];
    const auto seconds = interval.is_absent() ? std::optional<std::int64_t>(5) : interval.integer();
    const auto count = probes.is_absent() ? std::optional<std::int64_t>(1) : probes.integer();
    if (!seconds || !count || *seconds * *count <= 300) continue;
    report(context, use, interval.is_absent() ? probes : interval, "Application Health needs " + std::to_string(*seconds * *count) + " seconds to call an instance healthy; an upgrade waits five minutes")
        .help("lower `intervalInSeconds` or `numberOfProbes`");
  }
}

FLEETLINT_RULE(apphealth_never_within_wait) = {
    .id = "FL-HLT-021",
    .name = "apphealth-never-within-wait",
    .title = "Application Health needs longer than the upgrade waits",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health extension",
    .page = R"md(Application Health needs longer than the upgrade waits.

The upgrade starts and then fails or stops half way.

## When

settings.intervalInSeconds (default 5) * numberOfProbes (default 1) > 300.

## Example

Flagged: `60 s x 24 probes`.

Fine: `15 s x 3`.

## Fix

Smaller product. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_model = check_apphealth_never_within_wait,
};

}  // namespace fleetlint::rules
