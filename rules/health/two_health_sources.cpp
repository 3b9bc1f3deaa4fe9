#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_two_health_sources(const ScaleSet& set, RuleContext& context) {
  const Tri needed = set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling) || set.has_repairs();
  if ((set.has_load_balancer_probe() && set.has_application_health() && needed) != Tri::yes) return;
  auto finding = context.report(set, set.probe.id, "both a load-balancer probe and the Application Health extension judge the instances");
  for (const auto& extension : set.extensions)
    if (is_application_health(extension) == Tri::yes) finding.note(extension.type, "the Application Health extension");
  finding.help("keep one of the two; the extension judges from inside the instance");
}

FLEETLINT_RULE(two_health_sources) = {
    .id = "FL-HLT-003",
    .name = "two-health-sources",
    .title = "Load-balancer probe and Application Health extension at once",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health",
    .page = R"md(Load-balancer probe and Application Health extension at once.

Azure refuses the deployment or the upgrade.

## When

a load-balancer health probe is set and an Application Health extension is there and (automatic OS image upgrade is on or properties.upgradePolicy.mode == Rolling or repairs on).

## Example

Flagged: `healthProbe.id + ApplicationHealthLinux`.

Fine: `one of the two`.

## Fix

Remove properties.virtualMachineProfile.networkProfile.healthProbe (the extension judges from inside the instance). A proposal: its owner decides.

Azure says: `… because both a health probe and a health extension were provided. Remove the health probe or health extension prior to enabling automatic OS upgrade.`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- platform error text (public reports)
- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_scale_set = check_two_health_sources,
};

}  // namespace fleetlint::rules
