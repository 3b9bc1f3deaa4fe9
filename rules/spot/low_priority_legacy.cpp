#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_low_priority_legacy(const ScaleSet& set, RuleContext& context) {
  const Property priority = set.profile("priority");
  if (priority.equals("Low") == Tri::yes) context.report(set, priority, "`Low` is the retired form of Spot").fix_value(priority, "Spot");
}

FLEETLINT_RULE(low_priority_legacy) = {
    .id = "FL-SPT-006",
    .name = "low-priority-legacy",
    .title = "Old Low priority",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "capacity",
    .page = R"md(Old Low priority.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.priority == Low.

## Example

Flagged: `Low`.

Fine: `Spot`.

## Fix

Spot.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Spot scale sets and Spot priority mix)md",
    .check_scale_set = check_low_priority_legacy,
};

}  // namespace fleetlint::rules
