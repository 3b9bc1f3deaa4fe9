#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_reboot_never(const ScaleSet& set, RuleContext& context) {
  const Property reboot = set.patch_settings()["automaticByPlatformSettings.rebootSetting"];
  if (reboot.equals("Never") == Tri::yes) context.report(set, reboot, "patches are installed, but never take effect without a reboot").fix_value(reboot, "IfRequired");
}

FLEETLINT_RULE(reboot_never) = {
    .id = "FL-GPT-014",
    .name = "reboot-never",
    .title = "Patches are installed but never take effect",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "guest-patching security",
    .page = R"md(Patches are installed but never take effect.

Nothing is refused, but machines silently stay as they are.

## When

automaticByPlatformSettings.rebootSetting == Never.

## Example

Flagged: `Never`.

Fine: `IfRequired`.

## Fix

IfRequired.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_reboot_never,
};

}  // namespace fleetlint::rules
