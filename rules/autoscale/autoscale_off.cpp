#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_autoscale_off(const FleetModel& model, RuleContext& context) {
  for (const auto* setting : model.of_type("microsoft.insights/autoscalesettings")) {
    const Property enabled = (*setting)["properties.enabled"];
    if (!setting->is_existing() && enabled.is_true() == Tri::no) context.report(*setting, enabled, "autoscale is there, but switched off");
  }
}

FLEETLINT_RULE(autoscale_off) = {
    .id = "FL-AUT-007",
    .name = "autoscale-off",
    .title = "Autoscale exists but is disabled",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Autoscale exists but is disabled.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.enabled == false or absent.

## Example

Flagged: `enabled:false`.

Fine: `enabled: true`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- schema: published resource type index)md",
    .check_model = check_autoscale_off,
};

}  // namespace fleetlint::rules
