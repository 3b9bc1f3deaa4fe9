#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_arc_managed_identity_script(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines))
    for (const auto* place : {&use.extension->settings, &use.extension->protected_settings}) {
      const Property identity = place->at("managedIdentity");
      if ((is_custom_script(*use.extension) && identity.present()) == Tri::yes) report(context, use, identity, "`managedIdentity` is not available to custom scripts on Arc machines");
    }
}

FLEETLINT_RULE(arc_managed_identity_script) = {
    .id = "FL-CSE-016",
    .name = "arc-managed-identity-script",
    .title = "managedIdentity in custom script is not available on Arc machines",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "extension arc",
    .page = R"md(managedIdentity in custom script is not available on Arc machines.

Azure refuses the deployment or the upgrade.

## When

extension of an Arc machine of custom script type with managedIdentity.

## Example

Flagged: `Arc + managedIdentity`.

Fine: `SAS`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_arc_managed_identity_script,
};

}  // namespace fleetlint::rules
