#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_managed_identity_and_key(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& closed = use.extension->protected_settings;
    if ((is_custom_script(*use.extension) && closed["managedIdentity"].present() && (closed["storageAccountName"].present() || closed["storageAccountKey"].present())) == Tri::yes)
      report(context, use, closed["managedIdentity"], "`managedIdentity` together with a storage key").note(closed["storageAccountKey"], "the key").help("remove the key");
  }
}

FLEETLINT_RULE(managed_identity_and_key) = {
    .id = "FL-CSE-014",
    .name = "managed-identity-and-key",
    .title = "managedIdentity together with a storage key",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(managedIdentity together with a storage key.

Azure refuses the deployment or the upgrade.

## When

Custom script extension whose protectedSettings has managedIdentity and storageAccountName/Key (null counts as absent, an unknown value that cannot be null as present).

## Example

Flagged: `protectedSettings: { managedIdentity: {}, storageAccountKey: key }`.

Fine: `protectedSettings: { managedIdentity: {} }`.

## Fix

Remove the key. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_managed_identity_and_key,
};

}  // namespace fleetlint::rules
