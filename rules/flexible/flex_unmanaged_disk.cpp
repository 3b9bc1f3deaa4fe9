#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_unmanaged_disk(const ScaleSet& set, RuleContext& context) {
  const Property containers = set.profile("storageProfile.osDisk.vhdContainers");
  if ((set.is_flexible() && containers.present()) == Tri::yes) context.report(set, containers, "unmanaged disks on a Flexible set");
}

FLEETLINT_RULE(flex_unmanaged_disk) = {
    .id = "FL-FLX-005",
    .name = "flex-unmanaged-disk",
    .title = "Unmanaged disks on a Flexible set",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "image",
    .page = R"md(Unmanaged disks on a Flexible set.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and properties.virtualMachineProfile.storageProfile.osDisk.vhdContainers present.

## Example

Flagged: `vhdContainers`.

Fine: `managedDisk`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on orchestration modes)md",
    .check_scale_set = check_flex_unmanaged_disk,
};

}  // namespace fleetlint::rules
