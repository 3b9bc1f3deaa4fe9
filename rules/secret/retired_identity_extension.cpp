#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_retired_identity_extension(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets))
    if (use.extension->type.is_one_of({"ManagedIdentityExtensionForLinux", "ManagedIdentityExtensionForWindows"}) == Tri::yes) report(context, use, use.extension->type, "the managed identity extension was retired on 2019-01-31").help("remove it: identities need no extension");
}

FLEETLINT_RULE(retired_identity_extension) = {
    .id = "FL-SEC-014",
    .name = "retired-identity-extension",
    .title = "Retired managed identity VM extension",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret extension",
    .page = R"md(Retired managed identity VM extension.

The upgrade starts and then fails or stops half way.

## When

type ManagedIdentityExtensionForLinux/Windows.

## Example

Flagged: `type: 'ManagedIdentityExtensionForLinux'`.

Fine: `identity block`.

## Fix

Remove the extension.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- peer arm-ttk)md",
    .check_model = check_retired_identity_extension,
};

}  // namespace fleetlint::rules
