#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_vhd_image_with_os_upgrade(const ScaleSet& set, RuleContext& context) {
  const Property uri = set.profile("storageProfile.osDisk.image.uri"), containers = set.profile("storageProfile.osDisk.vhdContainers");
  if ((set.os_upgrade_on() && (uri.present() || containers.present())) != Tri::yes) return;
  context.report(set, uri.is_present() ? uri : containers, "a raw VHD or unmanaged disk cannot be upgraded automatically").help("use a marketplace or gallery image with a managed disk");
}

FLEETLINT_RULE(vhd_image_with_os_upgrade) = {
    .id = "FL-IMG-012",
    .name = "vhd-image-with-os-upgrade",
    .title = "Raw VHD or unmanaged disk cannot be upgraded automatically",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "image upgrade",
    .page = R"md(Raw VHD or unmanaged disk cannot be upgraded automatically.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and (properties.virtualMachineProfile.storageProfile.osDisk.image.uri present or properties.virtualMachineProfile.storageProfile.osDisk.vhdContainers present).

## Example

Flagged: `osDisk:{image:{uri:…},vhdContainers:[…]}`.

Fine: `imageReference + managedDisk`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_vhd_image_with_os_upgrade,
};

}  // namespace fleetlint::rules
