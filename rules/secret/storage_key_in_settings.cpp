#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "access_tokens.h"

namespace fleetlint::rules {
namespace {

bool is_secret_key(std::string_view name) {
  for (const std::string_view key : {"storageAccountKey", "accountKey", "sasToken", "connectionString", "workspaceKey", "password", "secret", "token"})
    if (equal_ignoring_case(key, name)) return true;
  return false;
}

bool is_storage_key(std::string_view text) {
  return text.size() == 88 && text.ends_with("==") && text.substr(0, 86).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") == std::string_view::npos;
}

bool makes_keys(const eval::Value& value) {
  bool found = false;
  walk_values(value, [&](const eval::Value& part) {
    if (!part.is_unknown()) return;
    const auto function = part.as_unknown().function;
    for (const std::string_view call : {"listKeys", "listAccountSas", "listServiceSas"})
      found = found || equal_ignoring_case(function, call) || contains_ignoring_case(part.as_unknown().expression, std::string(call) + "(");
  });
  return found;
}

}  // namespace

static void check_storage_key_in_settings(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    walk_properties(use.extension->settings, [&](const Property& property) {
      const bool named = is_secret_key(property.name());
      bool leaks = false;
      for (const auto* value : property.alternatives()) {
        if (value == nullptr || value->is_object() || value->is_array()) continue;
        if (value->is_string()) {
          const auto text = value->as_string();
          leaks = leaks || (named && !text.empty() && !text.starts_with("PrivateSettingsRef:")) || contains_ignoring_case(text, "AccountKey=") || is_storage_key(text);
        } else if (value->is_unknown()) {
          leaks = leaks || makes_keys(*value) || (named && property.present() == Tri::yes);
        }
      }
      if (leaks) report(context, use, property, "`" + std::string(property.name()) + "` in `settings` holds a key or secret, which anyone with read access can see").help("move it into `protectedSettings`");
      return true;
    });
}

FLEETLINT_RULE(storage_key_in_settings) = {
    .id = "FL-SEC-001",
    .name = "storage-key-in-settings",
    .title = "Storage account key or connection string in public settings",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret security extension",
    .suppressed_by = "FL-SAS-011 FL-SEC-002",
    .page = R"md(Storage account key or connection string in public settings.

A secret can be read by people who should not see it.

## When

Extension settings (recursively) has a key that equals as a whole (ignoring case) storageAccountKey, accountKey, sasToken, connectionString, workspaceKey, password, secret, token (name list in config) with a value that is not null, not empty and not a reference into protected settings (text beginning with PrivateSettingsRef:), or a value AccountKey=…, or a value that as a whole is 88 base64 characters ending ==, or listKeys()/listAccountSas().

## Example

Flagged: `settings:{storageAccountKey:"[listKeys(…)]"}`.

Fine: `protectedSettings:{storageAccountKey:…}`.

## Fix

Move the key to protectedSettings for the types in the table.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- own requirement
- corpus (2 public templates))md",
    .check_model = check_storage_key_in_settings,
};

}  // namespace fleetlint::rules
