#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_sf_extension_os_mismatch(const ScaleSet& set, RuleContext& context) {
  for (const auto* extension : set.service_fabric_extensions()) {
    const bool linux_type = extension->type.equals("ServiceFabricLinuxNode") == Tri::yes;
    const auto wrong = linux_type ? OperatingSystem::windows : OperatingSystem::linux;
    if (set.os_before_extensions != wrong) continue;
    context.report(set, *extension, extension->type, shown(extension->type) + " on a " + (linux_type ? "Windows" : "Linux") + " set").fix_value(extension->type, linux_type ? "ServiceFabricNode" : "ServiceFabricLinuxNode");
  }
}

FLEETLINT_RULE(sf_extension_os_mismatch) = {
    .id = "FL-SF-025",
    .name = "sf-extension-os-mismatch",
    .title = "Service Fabric extension of the other OS",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric extension",
    .page = R"md(Service Fabric extension of the other OS.

Azure refuses the deployment or the upgrade.

## When

type ServiceFabricNode on a Linux set or ServiceFabricLinuxNode on a Windows set.

## Example

Flagged: `Ubuntu + ServiceFabricNode`.

Fine: `ServiceFabricLinuxNode`.

## Fix

Swap type.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_sf_extension_os_mismatch,
};

}  // namespace fleetlint::rules
