#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_platform_patching_with_os_upgrade(const ScaleSet& set, RuleContext& context) {
  for (const char* block : {"osProfile.windowsConfiguration.patchSettings.patchMode", "osProfile.linuxConfiguration.patchSettings.patchMode"}) {
    const Property mode = set.profile(block);
    if ((set.os_upgrade_on() && mode.equals("AutomaticByPlatform")) == Tri::yes) context.report(set, mode, "platform guest patching together with OS image upgrade").note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here").help("keep one of them");
  }
}

FLEETLINT_RULE(platform_patching_with_os_upgrade) = {
    .id = "FL-GPT-003",
    .name = "platform-patching-with-os-upgrade",
    .title = "Platform guest patching together with OS upgrade",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "guest-patching upgrade",
    .page = R"md(Platform guest patching together with OS upgrade.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and (properties.virtualMachineProfile.osProfile.windowsConfiguration.patchSettings.patchMode or properties.virtualMachineProfile.osProfile.linuxConfiguration.patchSettings.patchMode) == AutomaticByPlatform.

## Example

Flagged: `AutomaticByPlatform + AOU`.

Fine: `one of them`.

## Fix

Remove patchMode (keep OS upgrade). A proposal: its owner decides.

Doubt: Doc says must not; refusal text not seen.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: OS upgrade page, 2026
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_platform_patching_with_os_upgrade,
};

}  // namespace fleetlint::rules
