#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_windows_update_with_os_upgrade(const ScaleSet& set, RuleContext& context) {
  const Property updates = set.profile("osProfile.windowsConfiguration.enableAutomaticUpdates");
  if ((set.os_upgrade_on() && set.is_windows() && updates.is_true()) != Tri::yes) return;
  const auto& version = set.resource->api_version();
  auto finding = context.report(set, updates, "Windows Update inside the instances is on together with OS image upgrade");
  finding.note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here").help("set `enableAutomaticUpdates` to false").fix_value(updates, "false");
  if (version && *version < *parse_api_version("2019-03-01")) finding.severity(Severity::warning);
}

FLEETLINT_RULE(windows_update_with_os_upgrade) = {
    .id = "FL-GPT-001",
    .name = "windows-update-with-os-upgrade",
    .title = "Windows Update inside the instances is on together with OS upgrade",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "guest-patching upgrade",
    .suppressed_by = "FL-SF-012",
    .page = R"md(Windows Update inside the instances is on together with OS upgrade.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and the system is Windows and properties.virtualMachineProfile.osProfile.windowsConfiguration.enableAutomaticUpdates == true. Error for apiVersion >= 2019-03-01, warning for 2018-10-01 .. < 2019-03-01.

## Example

Flagged: `enableAutomaticUpdates:true + AOU`.

Fine: `enableAutomaticUpdates: false`.

## Fix

Set properties.virtualMachineProfile.osProfile.windowsConfiguration.enableAutomaticUpdates=false (only on a new set: the property is immutable on an existing one, then suggest).

Azure says: `windowsConfiguration.enableAutomaticUpdates cannot be set to true if upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade is already true, starting from APIversion 2019-03-01`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- platform error text (public reports))md",
    .check_scale_set = check_windows_update_with_os_upgrade,
};

}  // namespace fleetlint::rules
