#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_auto_upgrade_with_minor_off(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const Property minor = use.extension->properties["autoUpgradeMinorVersion"];
    if ((use.extension->properties["enableAutomaticUpgrade"].is_true() && minor.is_false()) == Tri::yes) report(context, use, minor, "automatic upgrade is on while minor upgrades are off").fix_value(minor, "true");
  }
}

FLEETLINT_RULE(auto_upgrade_with_minor_off) = {
    .id = "FL-EXT-010",
    .name = "auto-upgrade-with-minor-off",
    .title = "Auto upgrade on while minor upgrades are off",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension upgrade",
    .page = R"md(Auto upgrade on while minor upgrades are off.

Advice: it works, but is easy to get wrong or harder to operate.

## When

enableAutomaticUpgrade == true and autoUpgradeMinorVersion == false.

## Example

Flagged: `true/false`.

Fine: `true/true`.

## Fix

AutoUpgradeMinorVersion true.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on extension sequencing and automatic extension upgrade)md",
    .check_model = check_auto_upgrade_with_minor_off,
};

}  // namespace fleetlint::rules
