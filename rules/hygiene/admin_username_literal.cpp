#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_admin_username_literal(const ScaleSet& set, RuleContext& context) {
  const Property name = set.profile("osProfile.adminUsername");
  const auto* value = name.value();
  if (value == nullptr || !value->is_string()) return;
  for (const auto* origin = value->origin(); origin != nullptr; origin = origin->via)
    if (origin->step == eval::OriginStep::parameter || origin->step == eval::OriginStep::default_value || origin->step == eval::OriginStep::parameter_file) return;
  context.report(set, name, "the administrator's name is fixed in the template").help("make it a parameter");
}

FLEETLINT_RULE(admin_username_literal) = {
    .id = "FL-GOV-004",
    .name = "admin-username-literal",
    .title = "Administrator name hard-coded",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "security",
    .page = R"md(Administrator name hard-coded.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.virtualMachineProfile.osProfile.adminUsername literal.

## Example

Flagged: `"admin"`.

Fine: `parameter`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- peer bicep)md",
    .check_scale_set = check_admin_username_literal,
};

}  // namespace fleetlint::rules
