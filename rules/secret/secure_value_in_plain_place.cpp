#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_secure_value_in_plain_place(const FleetModel& model, RuleContext& context) {
  const auto leaks = [](const Property& property) {
    for (const auto* value : property.alternatives()) {
      if (value == nullptr) continue;
      bool found = value->is_secret();
      walk_values(*value, [&](const eval::Value& part) { found = found || part.is_secret(); });
      if (found) return true;
    }
    return false;
  };
  for (const auto& set : model.scale_sets) {
    for (const char* place : {"name", "tags", "properties.virtualMachineProfile.osProfile.computerNamePrefix"})
      walk_strings(set[place], [&](const Property& property) {
        if (leaks(property)) context.report(set, property, "a secure value flows into `" + property.path() + "`, which is stored in clear");
      });
    for (const auto& extension : set.extensions)
      walk_strings(extension.settings, [&](const Property& property) {
        if (leaks(property)) context.report(set, extension, property, "a secure value flows into `settings`, which is stored in clear").help("move it into `protectedSettings`");
      });
  }
}

FLEETLINT_RULE(secure_value_in_plain_place) = {
    .id = "FL-SEC-012",
    .name = "secure-value-in-plain-place",
    .title = "Secure value flows into a place that is stored in clear",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret security",
    .page = R"md(Secure value flows into a place that is stored in clear.

A secret can be read by people who should not see it.

## When

secure parameter reaches tags, resource name, settings (any key), computerNamePrefix, description or a nested deployment parameter declared string.

## Example

Flagged: `tags:{pw:"[parameters('adminPassword')]"}`.

Fine: `not there`.

## Fix

Remove. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own inference
- peer)md",
    .check_model = check_secure_value_in_plain_place,
};

}  // namespace fleetlint::rules
