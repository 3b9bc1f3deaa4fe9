#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_legacy_os_upgrade_property(const ScaleSet& set, RuleContext& context) {
  for (const char* name : {"automaticOSUpgrade", "autoOSUpgradePolicy"}) {
    const Property old = set.upgrade.policy[name];
    if (old.present() != Tri::yes) continue;
    const auto& version = set.resource->api_version();
    const bool gone = version && *version >= *parse_api_version("2018-10-01");
    context.report(set, old, "`" + std::string(name) + "` is the retired preview form of OS image upgrade" + (gone ? "; this API version does not know it" : ""))
        .severity(gone ? Severity::error : Severity::warning)
        .element(to_lower(old.path()))
        .note(set.resource->api_version_property(), "the API version")
        .help("use `automaticOSUpgradePolicy.enableAutomaticOSUpgrade` with API version 2018-10-01 or later");
  }
}

FLEETLINT_RULE(legacy_os_upgrade_property) = {
    .id = "FL-UPG-030",
    .name = "legacy-os-upgrade-property",
    .title = "OS upgrade is requested with the retired preview property",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "upgrade schema",
    .page = R"md(OS upgrade is requested with the retired preview property.

Azure refuses the deployment or the upgrade.

## When

properties.upgradePolicy.automaticOSUpgrade or properties.upgradePolicy.autoOSUpgradePolicy present. Error when apiVersion >= 2018-10-01 (member does not exist); warning below it (preview behaviour, API floor missed).

## Example

Flagged: `apiVersion 2018-06-01, upgradePolicy:{automaticOSUpgrade:"true"}`.

Fine: `apiVersion >= 2018-10-01, automaticOSUpgradePolicy:{enableAutomaticOSUpgrade:true}`.

## Fix

Move value to properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade (disableAutoRollback -> disableAutomaticRollback), raise apiVersion to >= 2018-10-01.

Azure says: `Could not find member 'automaticOSUpgrade' on object of type 'UpgradePolicy'`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema (2017-03-30..2018-06-01 only)
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- corpus (found in public Service Fabric samples))md",
    .check_scale_set = check_legacy_os_upgrade_property,
};

}  // namespace fleetlint::rules
