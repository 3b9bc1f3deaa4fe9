#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_autoscale_default_out_of_range(const FleetModel& model, RuleContext& context) {
  for (const auto* setting : model.of_type("microsoft.insights/autoscalesettings")) {
    if (setting->is_existing()) continue;
    for (const auto& profile : (*setting)["properties.profiles"].items().certain) {
      const Property least = profile["capacity.minimum"], most = profile["capacity.maximum"], usual = profile["capacity.default"];
      const auto low = least.integer(), high = most.integer(), normal = usual.integer();
      if (low && high && *low > *high) context.report(*setting, least, "the minimum " + std::to_string(*low) + " is above the maximum " + std::to_string(*high)).note(most, "the maximum");
      else if (normal && ((low && *normal < *low) || (high && *normal > *high))) context.report(*setting, usual, "the default " + std::to_string(*normal) + " lies outside minimum and maximum").note(least, "the minimum").note(most, "the maximum");
    }
  }
}

FLEETLINT_RULE(autoscale_default_out_of_range) = {
    .id = "FL-AUT-004",
    .name = "autoscale-default-out-of-range",
    .title = "Autoscale default or bounds contradict each other",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity schema",
    .page = R"md(Autoscale default or bounds contradict each other.

Azure refuses the deployment or the upgrade.

## When

minimum > maximum or default outside minimum..maximum.

## Example

Flagged: `min 5, max 3`.

Fine: `minimum: '3', default: '3', maximum: '5'`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- schema (autoscale))md",
    .check_model = check_autoscale_default_out_of_range,
};

}  // namespace fleetlint::rules
