#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_image_os_config_mismatch(const ScaleSet& set, RuleContext& context) {
  const Property windows = set.profile("osProfile.windowsConfiguration"), linux_block = set.profile("osProfile.linuxConfiguration");
  const bool wrong_windows = set.os_by_image == OperatingSystem::linux && windows.is_present();
  const bool wrong_linux = set.os_by_image == OperatingSystem::windows && linux_block.is_present();
  if (!wrong_windows && !wrong_linux) return;
  context.report(set, wrong_windows ? windows : linux_block, wrong_windows ? "`windowsConfiguration` on a Linux image" : "`linuxConfiguration` on a Windows image")
      .note(set.image(), "the image")
      .help("use the block of the image's system");
}

FLEETLINT_RULE(image_os_config_mismatch) = {
    .id = "FL-IMG-021",
    .name = "image-os-config-mismatch",
    .title = "OS configuration block does not fit the image",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "image schema",
    .page = R"md(OS configuration block does not fit the image.

Azure refuses the deployment or the upgrade.

## When

(the image is of Windows and properties.virtualMachineProfile.osProfile.linuxConfiguration present) or (the image is of Linux and properties.virtualMachineProfile.osProfile.windowsConfiguration present); image OS from publisher table, gallery definition properties.osType in template, or osDisk.osType.

## Example

Flagged: `Canonical image + windowsConfiguration`.

Fine: `matching block`.

## Fix

Remove the wrong block only if the right block also exists; else suggest.

Azure says: `Parameter 'windowsConfiguration' is not allowed`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_image_os_config_mismatch,
};

}  // namespace fleetlint::rules
