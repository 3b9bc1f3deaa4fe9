#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_arc_auto_upgrade_wrong_os(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines)) {
    const Property flag = use.extension->properties["enableAutomaticUpgrade"];
    const auto type = use.extension->type.text();
    if (flag.is_true() == Tri::yes && type && is_arc_auto_upgrade_of_other_os(*type)) report(context, use, flag, "automatic upgrade of this extension is supported on Linux only, and " + shown(use.extension->type) + " is the Windows one");
  }
}

FLEETLINT_RULE(arc_auto_upgrade_wrong_os) = {
    .id = "FL-ARC-004",
    .name = "arc-auto-upgrade-wrong-os",
    .title = "Auto-upgrade is supported for this Arc extension on the other OS only",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "arc extension upgrade",
    .page = R"md(Auto-upgrade is supported for this Arc extension on the other OS only.

Nothing is refused, but machines silently stay as they are.

## When

Log Analytics agent or Key Vault extension, Windows variant, with enableAutomaticUpgrade == true (table os).

## Example

Flagged: `KeyVaultForWindows + true`.

Fine: `KeyVaultForLinux`.

Doubt: Newer lists include Key Vault for Windows.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers)md",
    .check_model = check_arc_auto_upgrade_wrong_os,
};

}  // namespace fleetlint::rules
