#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_os_upgrade_with_manual_mode(const ScaleSet& set, RuleContext& context) {
  const Property mode = set.upgrade.policy["mode"];
  if ((set.os_upgrade_on() && mode.equals("Manual")) != Tri::yes) return;
  context.report(set, mode, "OS image upgrade is on, but under `Manual` present instances are not enrolled until they are brought to the latest model")
      .note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here")
      .help("use `Rolling` or `Automatic`, or update every instance once after the deployment");
}

FLEETLINT_RULE(os_upgrade_with_manual_mode) = {
    .id = "FL-UPG-005",
    .name = "os-upgrade-with-manual-mode",
    .title = "OS upgrade enabled under Manual mode: present instances are not enrolled until brought to the latest model",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(OS upgrade enabled under Manual mode: present instances are not enrolled until brought to the latest model.

Nothing is refused, but machines silently stay as they are.

## When

automatic OS image upgrade is on and properties.upgradePolicy.mode == Manual.

## Example

Flagged: `mode:"Manual", enableAutomaticOSUpgrade:true`.

Fine: `mode:"Rolling", enableAutomaticOSUpgrade:true`.

## Fix

Mode -> Rolling or Automatic; otherwise print the per-instance update command as a follow-up step. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- peer azurerm provider (automatic OS upgrade is rejected unless mode is Automatic or Rolling)
- issue terraform azurerm PR#18605 (Rolling plus OS upgrade works))md",
    .check_scale_set = check_os_upgrade_with_manual_mode,
};

}  // namespace fleetlint::rules
