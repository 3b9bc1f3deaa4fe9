#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_disk_encryption_on_linux_os_disk(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property volume = use.extension->settings["VolumeType"];
    if ((use.extension->type.equals("AzureDiskEncryptionForLinux") && volume.is_one_of({"OS", "All"})) == Tri::yes) report(context, use, volume, "disk encryption of the Linux OS disk is not available on scale sets").help("use encryption at host");
  }
}

FLEETLINT_RULE(disk_encryption_on_linux_os_disk) = {
    .id = "FL-EXT-021",
    .name = "disk-encryption-on-linux-os-disk",
    .title = "Azure Disk Encryption of the Linux OS disk is not available on sets",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "extension security",
    .page = R"md(Azure Disk Encryption of the Linux OS disk is not available on sets.

Azure refuses the deployment or the upgrade.

## When

type AzureDiskEncryptionForLinux and settings.VolumeType in {OS, All}.

## Example

Flagged: `VolumeType:"All"`.

Fine: `Data, or encryption at host`.

## Fix

EncryptionAtHost. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on extension sequencing and automatic extension upgrade)md",
    .check_model = check_disk_encryption_on_linux_os_disk,
};

}  // namespace fleetlint::rules
