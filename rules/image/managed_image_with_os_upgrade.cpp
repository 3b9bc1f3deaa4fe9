#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_managed_image_with_os_upgrade(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes || set.image_kind != ImageKind::managed) return;
  context.report(set, set.image()["id"], "a managed image has no newer versions: OS image upgrade refuses it")
      .note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here")
      .help("publish the image in a compute gallery and name its definition");
}

FLEETLINT_RULE(managed_image_with_os_upgrade) = {
    .id = "FL-IMG-011",
    .name = "managed-image-with-os-upgrade",
    .title = "Managed image cannot be upgraded automatically",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "image upgrade",
    .page = R"md(Managed image cannot be upgraded automatically.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and properties.virtualMachineProfile.storageProfile.imageReference.id is of type Microsoft.Compute/images (the type argument of resourceId(), which may follow a subscription and a resource group; the id of an existing resource of that type; or literal /images/ without /galleries/). Names may be unknown.

## Example

Flagged: `id: resourceId("Microsoft.Compute/images", …)`.

Fine: `gallery image definition id`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_managed_image_with_os_upgrade,
};

}  // namespace fleetlint::rules
