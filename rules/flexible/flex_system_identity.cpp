#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_system_identity(const ScaleSet& set, RuleContext& context) {
  const Property type = set["identity.type"];
  const Tri system = type.test([](const eval::Value& value) { return tri(value.is_string() && contains_ignoring_case(value.as_string(), "SystemAssigned")); });
  if ((set.is_flexible() && system) == Tri::yes) context.report(set, type, "a Flexible set takes a user-assigned identity, not a system-assigned one");
}

FLEETLINT_RULE(flex_system_identity) = {
    .id = "FL-FLX-004",
    .name = "flex-system-identity",
    .title = "System-assigned identity on a Flexible set",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "security",
    .page = R"md(System-assigned identity on a Flexible set.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and identity.type contains SystemAssigned.

## Example

Flagged: `SystemAssigned`.

Fine: `UserAssigned`.

## Fix

UserAssigned (needs a resource). A proposal: its owner decides.

Doubt: May have been lifted in newer releases.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on orchestration modes)md",
    .check_scale_set = check_flex_system_identity,
};

}  // namespace fleetlint::rules
