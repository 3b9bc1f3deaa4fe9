#include "fleetlint/rules/rule.h"
#include <set>
#include "checks.h"

namespace fleetlint::rules {
namespace {

bool is_base64(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/'; }

/// Exactly 86 base64 characters and ==, and no checksum of a package.
bool holds_storage_key(std::string_view text) {
  for (auto at = text.find("=="); at != std::string_view::npos; at = text.find("==", at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_base64(text[begin - 1])) --begin;
    if (at - begin != 86) continue;
    if (at + 2 < text.size() && (is_base64(text[at + 2]) || text[at + 2] == '=')) continue;
    if (begin >= 7 && text.substr(begin - 7, 7) == "sha512-") continue;
    return true;
  }
  return false;
}

}  // namespace

static void check_literal_storage_key(const FleetModel& model, RuleContext& context) {
  std::set<std::string> seen;
  const auto found = [&](const Property& property) {
    for (const auto* value : property.alternatives()) {
      if (value == nullptr || (!value->is_string() && !value->is_unknown())) continue;
      const auto text = SymbolicText::of(*value).text(" ");
      if (holds_storage_key(text) && !is_from_parameter_file(property) && seen.insert(text).second) return true;
    }
    return false;
  };
  constexpr const char* help = "pass it as a secure parameter, or use an identity; treat the key as leaked";
  for (const auto& resource : model.resources) {
    if (resource.is_existing() || resource.is("microsoft.resources/deployments")) continue;
    walk_strings(resource.body(), [&](const Property& property) {
      if (found(property)) context.report(resource, property, "a storage account key is written into the template").help(help);
    });
  }
  for (const auto& deployment : model.evaluated->deployments)
    for (const auto* fields : {&deployment->parameters, &deployment->variables, &deployment->outputs})
      for (const auto& field : *fields)
        walk_strings(Property(&field.value, std::string(field.name), field.name_location), [&](const Property& property) {
          if (found(property)) context.report_at(std::string(field.name), property.where(), property.path(), "a storage account key is written into the template").help(help);
        });
}

FLEETLINT_RULE(literal_storage_key) = {
    .id = "FL-SEC-010",
    .name = "literal-storage-key",
    .title = "A storage account key is written into the template",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret security",
    .page = R"md(A storage account key is written into the template.

A secret can be read by people who should not see it.

## When

Any literal (or joined known literals) with exactly 86 characters [A-Za-z0-9+/] followed by ==, where neither a base64 character nor 'sha512-' stands before it and no base64 character or = after it; or AccountKey=<88 chars>.

## Example

Flagged: `"abc…=="`.

Fine: `listKeys() in protectedSettings or identity`.

## Fix

Secure parameter. A proposal: its owner decides.

Note: Never print the value.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own inference)md",
    .check_model = check_literal_storage_key,
};

}  // namespace fleetlint::rules
