#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_overprovision(const ScaleSet& set, RuleContext& context) {
  const Property overprovision = set["properties.overprovision"];
  if ((set.is_flexible() && overprovision.is_true()) == Tri::yes) context.report(set, overprovision, "a Flexible set is never overprovisioned").help("remove `overprovision`");
}

FLEETLINT_RULE(flex_overprovision) = {
    .id = "FL-FLX-001",
    .name = "flex-overprovision",
    .title = "Overprovisioning does not exist on Flexible sets",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "capacity",
    .page = R"md(Overprovisioning does not exist on Flexible sets.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and properties.overprovision == true.

## Example

Flagged: `orchestrationMode: 'Flexible', overprovision: true`.

Fine: no overprovision.

## Fix

Remove.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on orchestration modes)md",
    .check_scale_set = check_flex_overprovision,
};

}  // namespace fleetlint::rules
