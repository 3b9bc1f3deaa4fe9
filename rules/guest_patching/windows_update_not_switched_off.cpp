#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_windows_update_not_switched_off(const ScaleSet& set, RuleContext& context) {
  const Property updates = set.profile("osProfile.windowsConfiguration.enableAutomaticUpdates");
  if ((set.os_upgrade_on() && set.is_windows() && !updates.present()) == Tri::yes) context.report(set, updates, "Windows Update is on by default, because `enableAutomaticUpdates` is not stated").help("state `enableAutomaticUpdates: false`");
}

FLEETLINT_RULE(windows_update_not_switched_off) = {
    .id = "FL-GPT-002",
    .name = "windows-update-not-switched-off",
    .title = "Windows Update is on by default because the property is missing",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "guest-patching upgrade",
    .suppressed_by = "FL-SF-012",
    .page = R"md(Windows Update is on by default because the property is missing.

Advice: it works, but is easy to get wrong or harder to operate.

## When

automatic OS image upgrade is on and the system is Windows and (properties.virtualMachineProfile.osProfile.windowsConfiguration absent or enableAutomaticUpdates absent or null; default true).

## Example

Flagged: `no windowsConfiguration`.

Fine: `enableAutomaticUpdates:false`.

## Fix

Add false.

Doubt: The seed asks for an explicit false; the API text says OS upgrade sets the flag to false by itself, and refusal was only seen for an explicit true. So this is advice, not an error.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- schema default
- schema text (automaticOSUpgradePolicy: enableAutomaticUpdates is set to false automatically and cannot be true))md",
    .check_scale_set = check_windows_update_not_switched_off,
};

}  // namespace fleetlint::rules
