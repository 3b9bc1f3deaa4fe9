#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_health_grace_longer_than_rollout_wait(const ScaleSet& set, RuleContext& context) {
  if ((set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling)) != Tri::yes) return;
  for (const auto& extension : set.extensions) {
    const Property grace = extension.settings["gracePeriod"];
    if ((is_application_health(extension) && !version_below(extension.handler_version, 2, 0) && grace.greater_than(300)) != Tri::yes) continue;
    context.report(set, extension, grace, "the grace period of " + shown(grace) + " seconds is longer than the five minutes that an upgrade waits");
  }
}

FLEETLINT_RULE(health_grace_longer_than_rollout_wait) = {
    .id = "FL-HLT-031",
    .name = "health-grace-longer-than-rollout-wait",
    .title = "Extension grace period is longer than the post-upgrade wait",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::low,
    .fix = FixClass::no,
    .tags = "health extension",
    .page = R"md(Extension grace period is longer than the post-upgrade wait.

Advice: it works, but is easy to get wrong or harder to operate.

## When

AppHealth v2 settings.gracePeriod > 300 and (automatic OS image upgrade is on or mode Rolling).

## Example

Flagged: `gracePeriod:1800`.

Fine: `gracePeriod<=300 or absent`.

Doubt: How the upgrade treats the initialising state after five minutes is not documented.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_scale_set = check_health_grace_longer_than_rollout_wait,
};

}  // namespace fleetlint::rules
