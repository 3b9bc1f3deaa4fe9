#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {
namespace {

std::string table_form(std::string_view path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) out += c;
    if (c == '[') inside = true;
  }
  return out;
}

}  // namespace

static void check_enum_value_unknown(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    const auto* type = find_known_type(resource.type());
    const bool checked = resource.is("microsoft.compute/virtualmachinescalesets") || resource.is("microsoft.servicefabric/clusters") || resource.is("microsoft.maintenance/maintenanceconfigurations");
    if (resource.is_existing() || type == nullptr || !checked) continue;
    walk_properties(resource.body(), [&](const Property& property) {
      if (property.path().empty()) return true;
      if (equal_ignoring_case(property.name(), "settings") || equal_ignoring_case(property.name(), "protectedSettings") || equal_ignoring_case(property.name(), "tags")) return false;
      const auto* known = find_known_property(*type, table_form(property.path()));
      if (known == nullptr || known->values.empty()) return true;
      const auto one_of = [&](std::string_view text) {
        // "SystemAssigned,UserAssigned" is read with and without the blank.
        for (const auto value : known->values)
          if (equal_ignoring_case(value, text) || region(value) == region(text)) return true;
        return false;
      };
      const Tri outside = property.test([&](const eval::Value& value) { return tri(value.is_string() && !one_of(trim(value.as_string()))); });
      if (outside != Tri::yes) return true;
      std::vector<std::string> candidates(known->values.begin(), known->values.end());
      auto finding = context.report(resource, property, shown(property) + " is none of " + listing(candidates));
      if (const auto close = nearest(property.text_or(""), candidates, 8)) finding.help("did you mean `" + *close + "`?").fix_value(property, *close);
      return true;
    });
  }
}

FLEETLINT_RULE(enum_value_unknown) = {
    .id = "FL-SCH-002",
    .name = "enum-value-unknown",
    .title = "A value outside the allowed set",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .suppressed_by = "FL-GPT-017",
    .page = R"md(A value outside the allowed set.

Azure refuses the deployment or the upgrade.

## When

Known string at an enum path (mode, orchestrationMode, patchMode, assessmentMode, rebootSetting, priority, evictionPolicy, repairAction, durabilityLevel, maintenanceScope, …) not in the enum, case-insensitive.

## Example

Flagged: `mode:"RollingUpgrade"`.

Fine: `mode:"Rolling"`.

## Fix

Nearest member. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_model = check_enum_value_unknown,
};

}  // namespace fleetlint::rules
