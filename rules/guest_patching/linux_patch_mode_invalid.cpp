#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_linux_patch_mode_invalid(const ScaleSet& set, RuleContext& context) {
  const Property mode = set.profile("osProfile.linuxConfiguration.patchSettings.patchMode");
  if (mode.is_one_of({"AutomaticByOS", "Manual"}) == Tri::yes) context.report(set, mode, "patch mode " + shown(mode) + " is for Windows").help("`ImageDefault` or `AutomaticByPlatform`");
}

FLEETLINT_RULE(linux_patch_mode_invalid) = {
    .id = "FL-GPT-017",
    .name = "linux-patch-mode-invalid",
    .title = "Linux set with a Windows-only patch mode",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "guest-patching schema",
    .page = R"md(Linux set with a Windows-only patch mode.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.osProfile.linuxConfiguration.patchSettings.patchMode in {AutomaticByOS, Manual}.

## Example

Flagged: `AutomaticByOS`.

Fine: `ImageDefault or AutomaticByPlatform`.

## Fix

AutomaticByPlatform. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_linux_patch_mode_invalid,
};

}  // namespace fleetlint::rules
