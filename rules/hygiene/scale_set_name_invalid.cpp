#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_scale_set_name_invalid(const ScaleSet& set, RuleContext& context) {
  const Property name = set["name"];
  const auto text = name.text();
  if (!text) return;
  const bool letters = text->find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") == std::string_view::npos;
  if (text->size() > 64 || !letters) context.report(set, name, "the name " + shown(name) + (letters ? " is longer than 64 characters" : " has characters outside letters, digits, `_`, `.` and `-`"));
}

FLEETLINT_RULE(scale_set_name_invalid) = {
    .id = "FL-GOV-009",
    .name = "scale-set-name-invalid",
    .title = "Scale set name outside naming rules",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "schema",
    .page = R"md(Scale set name outside naming rules.

Azure refuses the deployment or the upgrade.

## When

literal name longer than 64 or with characters outside letters, digits, _ . -.

## Example

Flagged: `name: 'web fleet'`.

Fine: `name: 'web-fleet'`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- peer PSRule)md",
    .check_scale_set = check_scale_set_name_invalid,
};

}  // namespace fleetlint::rules
