#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_storage_key_in_model(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property key = use.extension->protected_settings["storageAccountKey"];
    if (use.set != nullptr && (is_custom_script(*use.extension) && key.present() && use.set->os_upgrade_on()) == Tri::yes) report(context, use, key, "the model keeps a storage key: when it is rotated, the next upgrade fails").help("use a managed identity");
  }
}

FLEETLINT_RULE(storage_key_in_model) = {
    .id = "FL-CSE-012",
    .name = "storage-key-in-model",
    .title = "Model keeps a storage account key; key rotation breaks the next upgrade",
    .severity = Severity::info,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension secret",
    .page = R"md(Model keeps a storage account key; key rotation breaks the next upgrade.

The upgrade starts and then fails or stops half way.

## When

Custom script extension with protectedSettings.storageAccountKey present (null counts as absent, an unknown value that cannot be null as present) and automatic OS image upgrade is on.

## Example

Flagged: `storageAccountKey: listKeys()`.

Fine: `managedIdentity`.

## Fix

ManagedIdentity. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_storage_key_in_model,
};

}  // namespace fleetlint::rules
