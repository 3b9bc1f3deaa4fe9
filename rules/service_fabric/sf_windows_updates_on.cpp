#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_sf_windows_updates_on(const ScaleSet& set, RuleContext& context) {
  const Property updates = set.profile("osProfile.windowsConfiguration.enableAutomaticUpdates");
  if ((set.is_service_fabric() && set.is_windows()) != Tri::yes) return;
  if (updates.is_true() == Tri::yes)
    context.report(set, updates, "Windows Update must be off on a Service Fabric set")
        .severity(set.os_upgrade_on() == Tri::yes ? Severity::error : Severity::warning)
        .help("set `enableAutomaticUpdates` to false")
        .fix_value(updates, "false");
  else if (updates.is_absent())
    context.report(set, updates, "Windows Update is on by default, and must be off on a Service Fabric set").severity(Severity::warning).help("set `windowsConfiguration.enableAutomaticUpdates` to false");
}

FLEETLINT_RULE(sf_windows_updates_on) = {
    .id = "FL-SF-012",
    .name = "sf-windows-updates-on",
    .title = "Windows Update must be off on Service Fabric sets",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric guest-patching",
    .page = R"md(Windows Update must be off on Service Fabric sets.

Azure refuses the deployment or the upgrade.

## When

the set is a Service Fabric node type and the system is Windows and properties.virtualMachineProfile.osProfile.windowsConfiguration.enableAutomaticUpdates is true (absent: true by default -> warning). Error with OS upgrade, warning without.

## Example

Flagged: `enableAutomaticUpdates:true`.

Fine: `enableAutomaticUpdates: false`.

## Fix

Set false.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_sf_windows_updates_on,
};

}  // namespace fleetlint::rules
