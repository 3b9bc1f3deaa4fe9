#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_managed_identity_handler_too_old(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    const Property identity = extension.protected_settings["managedIdentity"];
    const Tri old = (is_linux_custom_script(extension) && version_below(extension.handler_version, 2, 1)) || (is_windows_custom_script(extension) && version_below(extension.handler_version, 1, 10));
    if ((identity.present() && old) == Tri::yes) report(context, use, extension.handler_version, "`managedIdentity` needs a newer handler than " + shown(extension.handler_version)).note(identity, "the identity").fix_value(extension.handler_version, is_linux_custom_script(extension) == Tri::yes ? "2.1" : "1.10");
  }
}

FLEETLINT_RULE(managed_identity_handler_too_old) = {
    .id = "FL-CSE-015",
    .name = "managed-identity-handler-too-old",
    .title = "managedIdentity needs a newer custom script handler",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension",
    .page = R"md(managedIdentity needs a newer custom script handler.

Azure refuses the deployment or the upgrade.

## When

managedIdentity and typeHandlerVersion < 2.1 (Linux) or < 1.10 (Windows, numeric compare).

## Example

Flagged: `"2.0"`.

Fine: `"2.1"`.

## Fix

Raise.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows
- Microsoft Learn training: update applications of a scale set with the custom script extension (uses 2.0))md",
    .check_model = check_managed_identity_handler_too_old,
};

}  // namespace fleetlint::rules
