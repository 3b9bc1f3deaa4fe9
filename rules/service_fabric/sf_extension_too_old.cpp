#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_sf_extension_too_old(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes) return;
  for (const auto* extension : set.service_fabric_extensions()) {
    if (version_below(extension->handler_version, 1, 1) != Tri::yes) continue;
    context.report(set, *extension, extension->handler_version, "OS image upgrade needs Service Fabric extension 1.1; this is " + shown(extension->handler_version))
        .note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here")
        .help("state `typeHandlerVersion: '1.1'`: `autoUpgradeMinorVersion` does not count")
        .fix_value(extension->handler_version, "1.1");
  }
}

FLEETLINT_RULE(sf_extension_too_old) = {
    .id = "FL-SF-003",
    .name = "sf-extension-too-old",
    .title = "Service Fabric extension version is below 1.1",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric extension upgrade",
    .page = R"md(Service Fabric extension version is below 1.1.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and typeHandlerVersion of the Service Fabric extension parses as major.minor < 1.1 (numeric compare; 1.10 > 1.9).

## Example

Flagged: `typeHandlerVersion:"1.0", autoUpgradeMinorVersion:true`.

Fine: `typeHandlerVersion:"1.1"`.

## Fix

Set "1.1".

Azure says: `Service Fabric VM Extension version should be 1.1 or above for Auto OS Upgrade support`

Note: autoUpgradeMinorVersion true does not satisfy it. Without OS upgrade: no finding.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- platform error text (service-fabric#618))md",
    .check_scale_set = check_sf_extension_too_old,
};

}  // namespace fleetlint::rules
