#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_health_source_swapped(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    const auto needs = [](const ScaleSet& set) { return set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling); };
    if ((needs(*now) && needs(*before)) != Tri::yes) continue;
    const Tri to_extension = before->has_load_balancer_probe() && !before->has_application_health() && now->has_application_health() && !now->has_load_balancer_probe();
    const Tri to_probe = before->has_application_health() && !before->has_load_balancer_probe() && now->has_load_balancer_probe() && !now->has_application_health();
    if ((to_extension || to_probe) == Tri::yes) context.report(*now, to_probe == Tri::yes ? now->probe.id : now->profile("extensionProfile"), "the health source is swapped while upgrades depend on it").help("switch upgrades off first, swap, and switch them on again");
  }
}

FLEETLINT_RULE(health_source_swapped) = {
    .id = "FL-DIF-009",
    .name = "health-source-swapped",
    .title = "Health source changed while OS upgrade or Rolling mode is on",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "health upgrade",
    .page = R"md(Health source changed while OS upgrade or Rolling mode is on.

The upgrade starts and then fails or stops half way.

## When

a load-balancer health probe is set without an Application Health extension is there in the baseline and an Application Health extension is there without a load-balancer health probe is set now, or the reverse, and (automatic OS image upgrade is on or mode Rolling) in both versions.

## Example

Flagged: `probe removed and extension added`.

Fine: `two steps: mode Manual, swap, back`.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- platform error text (public reports))md",
    .check_model = check_health_source_swapped,
};

}  // namespace fleetlint::rules
