#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_spot_size_not_available(const ScaleSet& set, RuleContext& context) {
  const Property size = set["sku.name"];
  const Tri unavailable = size.test([](const eval::Value& value) {
    return tri(value.is_string() && (equal_ignoring_case(value.as_string().substr(0, 10), "Standard_B") || to_lower(value.as_string()).ends_with("_promo")));
  });
  if ((set.profile("priority").equals("Spot") && unavailable) == Tri::yes) context.report(set, size, "size " + shown(size) + " is not available as Spot");
}

FLEETLINT_RULE(spot_size_not_available) = {
    .id = "FL-SPT-008",
    .name = "spot-size-not-available",
    .title = "Burstable or promotional size on Spot",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Burstable or promotional size on Spot.

Azure refuses the deployment or the upgrade.

## When

priority Spot and sku.name matches ^Standard_B|_Promo$.

## Example

Flagged: `Standard_B2s`.

Fine: `D2s_v5`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Spot scale sets and Spot priority mix)md",
    .check_scale_set = check_spot_size_not_available,
};

}  // namespace fleetlint::rules
