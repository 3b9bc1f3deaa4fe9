#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_os_upgrade_off(const ScaleSet& set, RuleContext& context) {
  if ((set.profile().present() && !set.os_upgrade_on()) != Tri::yes || set.guest_patched() == Tri::yes) return;
  // A patch mode or a flag that is not known may well patch; a system that nothing tells is no reason to think so.
  if (set.guest_patched() == Tri::unknown && (set.patch_mode().present() == Tri::unknown || !set.patch_mode().is_decided() || set.is_windows() == Tri::yes)) return;
  const Property flag = set.upgrade.automatic_os["enableAutomaticOSUpgrade"];
  context.report(set, flag, flag.is_absent() ? "automatic OS image upgrade is not switched on: new images reach only new instances"
                                             : "automatic OS image upgrade is off: new images reach only new instances")
      .help("set `upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade` to true once health and image allow it");
}

FLEETLINT_RULE(os_upgrade_off) = {
    .id = "FL-UPG-001",
    .name = "os-upgrade-off",
    .title = "Automatic OS image upgrade is not switched on",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade image",
    .suppressed_by = "FL-GPT-005 FL-UPG-030",
    .page = R"md(Automatic OS image upgrade is not switched on.

Nothing is refused, but machines silently stay as they are.

## When

properties.virtualMachineProfile present and automatic OS image upgrade is off: properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade is false, null or absent. A Flexible set without a virtualMachineProfile has no image to upgrade: no finding. Silent when FL-GPT-005 reports the stronger finding or the guest patches itself.

## Example

Flagged: `upgradePolicy:{mode:"Rolling"} and nothing else`.

Fine: `automaticOSUpgradePolicy:{enableAutomaticOSUpgrade:true}`.

## Fix

Set properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade=true, only after FL-HLT-001, FL-IMG-001..013 and FL-GPT-001 pass for the same resource. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- Microsoft Learn: Updates and maintenance overview (virtual machines)
- peer Azure Policy 465f0161-0087-490a-9ad9-ad6217f4f43a)md",
    .check_scale_set = check_os_upgrade_off,
};

}  // namespace fleetlint::rules
