#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_spot_max_price_invalid(const ScaleSet& set, RuleContext& context) {
  const Property price = set.profile("billingProfile.maxPrice");
  const Tri invalid = price.test([](const eval::Value& value) {
    const auto number = Property(&value, {}, {}).number();
    if (!number) {
      const auto text = scalar_text(value);
      return tri(text && *text != "-1" && (text->starts_with("-") || *text == "0.0" || *text == "0"));
    }
    return tri(*number <= 0 && *number != -1);
  });
  if (invalid == Tri::yes) context.report(set, price, "the maximum price is " + shown(price) + ": -1, or above zero");
  else if ((price.present() && !set.is_spot()) == Tri::yes) context.report(set, price, "a maximum price on a set that is not Spot").note(set.profile("priority"), "the priority is Regular, or not stated");
}

FLEETLINT_RULE(spot_max_price_invalid) = {
    .id = "FL-SPT-007",
    .name = "spot-max-price-invalid",
    .title = "Spot maximum price is neither -1 nor above zero",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity",
    .page = R"md(Spot maximum price is neither -1 nor above zero.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.billingProfile.maxPrice known and <= 0 and != -1; or present without Spot.

## Example

Flagged: `billingProfile: { maxPrice: 0 }`.

Fine: `billingProfile: { maxPrice: -1 }`.

## Fix

-1. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema text)md",
    .check_scale_set = check_spot_max_price_invalid,
};

}  // namespace fleetlint::rules
