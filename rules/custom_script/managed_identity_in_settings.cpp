#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_managed_identity_in_settings(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const Property identity = use.extension->settings["managedIdentity"];
    if ((is_custom_script(*use.extension) && identity.present()) == Tri::yes) report(context, use, identity, "`managedIdentity` belongs into `protectedSettings`");
  }
}

FLEETLINT_RULE(managed_identity_in_settings) = {
    .id = "FL-CSE-013",
    .name = "managed-identity-in-settings",
    .title = "managedIdentity belongs into protected settings",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension",
    .page = R"md(managedIdentity belongs into protected settings.

Azure refuses the deployment or the upgrade.

## When

Custom script extension with settings.managedIdentity present (null counts as absent).

## Example

Flagged: `settings:{managedIdentity:{}}`.

Fine: `protectedSettings:{managedIdentity:{}}`.

## Fix

Move.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_managed_identity_in_settings,
};

}  // namespace fleetlint::rules
