#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_storage_key_pair_incomplete(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    if (is_custom_script(*use.extension) != Tri::yes) continue;
    const Property name = use.extension->protected_settings["storageAccountName"], key = use.extension->protected_settings["storageAccountKey"];
    if ((name.present() && !key.present()) == Tri::yes) report(context, use, name, "`storageAccountName` without `storageAccountKey`");
    else if ((key.present() && !name.present()) == Tri::yes) report(context, use, key, "`storageAccountKey` without `storageAccountName`");
  }
}

FLEETLINT_RULE(storage_key_pair_incomplete) = {
    .id = "FL-CSE-011",
    .name = "storage-key-pair-incomplete",
    .title = "Storage account name without key or key without name",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension",
    .page = R"md(Storage account name without key or key without name.

Azure refuses the deployment or the upgrade.

## When

Custom script extension: exactly one of protectedSettings.storageAccountName / storageAccountKey. Null counts as absent; a member that is there with an unknown value that cannot be null (parameter that is not nullable, listKeys()) counts as present. Other extension types (LinuxDiagnostic with storageAccountName and a token) are not judged.

## Example

Flagged: `key only`.

Fine: `both or managedIdentity`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_storage_key_pair_incomplete,
};

}  // namespace fleetlint::rules
