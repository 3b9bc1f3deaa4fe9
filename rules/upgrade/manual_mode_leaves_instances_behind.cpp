#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_manual_mode_leaves_instances_behind(const ScaleSet& set, RuleContext& context) {
  const Property mode = set.upgrade.policy["mode"];
  if ((mode.equals("Manual") && !set.os_upgrade_on()) != Tri::yes) return;
  context.report(set, mode, "mode `Manual` leaves running instances on their old model until each is updated by hand").help("use `Rolling` to let changes reach all instances");
}

FLEETLINT_RULE(manual_mode_leaves_instances_behind) = {
    .id = "FL-UPG-004",
    .name = "manual-mode-leaves-instances-behind",
    .title = "Manual mode: edits to the model never reach running instances by themselves",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(Manual mode: edits to the model never reach running instances by themselves.

Nothing is refused, but machines silently stay as they are.

## When

properties.upgradePolicy.mode == Manual and automatic OS image upgrade is off.

## Example

Flagged: `upgradePolicy.mode:"Manual"`.

Fine: `upgradePolicy.mode:"Rolling"`.

## Fix

Mode -> Rolling. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension)md",
    .check_scale_set = check_manual_mode_leaves_instances_behind,
};

}  // namespace fleetlint::rules
