#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_auto_upgrade_manual_mode(const ScaleSet& set, RuleContext& context) {
  if (set.mode_is(UpgradeMode::manual) != Tri::yes) return;
  for (const auto& extension : set.extensions) {
    const Property flag = extension.properties["enableAutomaticUpgrade"];
    if (flag.is_true() == Tri::yes) context.report(set, extension, flag, "under mode `Manual` instances take part in extension upgrades only after each was updated").note(set.upgrade.policy["mode"], "the mode");
  }
}

FLEETLINT_RULE(auto_upgrade_manual_mode) = {
    .id = "FL-EXT-012",
    .name = "auto-upgrade-manual-mode",
    .title = "Under Manual mode instances enrol only after being updated",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension upgrade",
    .page = R"md(Under Manual mode instances enrol only after being updated.

Nothing is refused, but machines silently stay as they are.

## When

any enableAutomaticUpgrade == true and properties.upgradePolicy.mode == Manual.

## Example

Flagged: `Manual`.

Fine: `Rolling`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on extension sequencing and automatic extension upgrade
- Microsoft Learn training: update applications of a scale set with the custom script extension)md",
    .check_scale_set = check_auto_upgrade_manual_mode,
};

}  // namespace fleetlint::rules
