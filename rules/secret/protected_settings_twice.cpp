#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_protected_settings_twice(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property vault = use.extension->properties["protectedSettingsFromKeyVault"];
    if (is_before_api(*use.extension->resource, "2021-11-01")) continue;
    if ((vault.present() && use.extension->protected_settings.present()) == Tri::yes) report(context, use, vault, "`protectedSettings` and `protectedSettingsFromKeyVault` exclude each other").note(use.extension->protected_settings, "the other one");
  }
}

FLEETLINT_RULE(protected_settings_twice) = {
    .id = "FL-SEC-009",
    .name = "protected-settings-twice",
    .title = "protectedSettings and protectedSettingsFromKeyVault together",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "secret extension",
    .page = R"md(protectedSettings and protectedSettingsFromKeyVault together.

Azure refuses the deployment or the upgrade.

## When

both present on one extension.

## Example

Flagged: protectedSettings and protectedSettingsFromKeyVault on one extension.

Fine: one of the two.

## Fix

Keep the Key Vault form. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema text)md",
    .check_model = check_protected_settings_twice,
};

}  // namespace fleetlint::rules
