#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_surge_needs_overprovision_off(const ScaleSet& set, RuleContext& context) {
  const Property surge = set.upgrade.rolling["maxSurge"], overprovision = set["properties.overprovision"];
  if ((surge.is_true() && (overprovision.is_true() || !overprovision.present()) && !set.is_flexible()) != Tri::yes) return;
  context.report(set, surge, "`maxSurge` needs `overprovision: false`")
      .note(overprovision, overprovision.is_absent() ? "overprovisioning is on by default" : "overprovisioning is on here")
      .help("set `properties.overprovision` to false");
}

FLEETLINT_RULE(surge_needs_overprovision_off) = {
    .id = "FL-UPG-024",
    .name = "surge-needs-overprovision-off",
    .title = "Max surge together with overprovisioning",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "upgrade capacity",
    .page = R"md(Max surge together with overprovisioning.

Azure refuses the deployment or the upgrade.

## When

properties.upgradePolicy.rollingUpgradePolicy.maxSurge == true and properties.overprovision is true or absent (default true) and orchestrationMode is Uniform/absent.

## Example

Flagged: `maxSurge:true`.

Fine: `maxSurge:true, overprovision:false`.

## Fix

Set properties.overprovision=false.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- peer azurerm provider check)md",
    .check_scale_set = check_surge_needs_overprovision_off,
};

}  // namespace fleetlint::rules
