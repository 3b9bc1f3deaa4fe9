#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_autoscale_minimum_one(const ScaleSet& set, RuleContext& context) {
  if ((set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling)) != Tri::yes) return;
  for (const auto& autoscale : set.autoscale)
    if (autoscale.acts() && autoscale.known_minimum && *autoscale.known_minimum <= 1)
      context.report(set, autoscale.minimum_property, "autoscale may shrink the fleet to " + std::to_string(*autoscale.known_minimum) + ": an upgrade is then an outage").help("a minimum of two or more");
}

FLEETLINT_RULE(autoscale_minimum_one) = {
    .id = "FL-AUT-001",
    .name = "autoscale-minimum-one",
    .title = "Autoscale may shrink the fleet to one instance",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity upgrade",
    .page = R"md(Autoscale may shrink the fleet to one instance.

More machines than expected can be out of service at the same time.

## When

autoscaleSettings profiles[].capacity.minimum <= 1 in a setting whose properties.enabled is true (false or absent: switched off as in FL-AUT-007; unknown: no finding), target is the set and (automatic OS image upgrade is on or Rolling).

## Example

Flagged: `minimum:"1"`.

Fine: `minimum:"2"`.

## Fix

2 or more. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- own inference)md",
    .check_scale_set = check_autoscale_minimum_one,
};

}  // namespace fleetlint::rules
