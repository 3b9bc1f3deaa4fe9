#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "access_tokens.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_secret_in_custom_data(const ScaleSet& set, RuleContext& context) {
  for (const Property& data : {set.profile("osProfile.customData"), set.profile("userData")}) {
    for (const auto* value : data.alternatives()) {
      if (value == nullptr) continue;
      std::string text = SymbolicText::of(*value).text("?");
      bool secret = value->is_secret();
      if (value->is_string()) {
        if (auto plain = decode_base64(value->as_string())) text = *plain;
      } else if (value->is_unknown()) {
        const auto& made = value->as_unknown();
        if (equal_ignoring_case(made.function, "base64") && !made.arguments.empty()) text = SymbolicText::of(made.arguments[0]).text("?");
        walk_values(*value, [&](const eval::Value& part) { secret = secret || part.is_secret(); });
      }
      const bool literal = contains_ignoring_case(text, "AccountKey=") || text.find("PRIVATE KEY-----") != std::string::npos || gives_secret_away(text) || !tokens_of_text(SymbolicText(text), true).empty();
      if (!literal && !secret) continue;
      context.report(set, data, "`" + std::string(data.name()) + "` holds a secret, and is replayed to every instance").help("read it from Key Vault at boot");
      break;
    }
  }
}

FLEETLINT_RULE(secret_in_custom_data) = {
    .id = "FL-SEC-006",
    .name = "secret-in-custom-data",
    .title = "Secret in custom data or user data",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret security",
    .page = R"md(Secret in custom data or user data.

A secret can be read by people who should not see it.

## When

properties.virtualMachineProfile.osProfile.customData or properties.virtualMachineProfile.userData: literal, base64("…") or base64(format(…)); decoded text has SAS, AccountKey, private key header, or password assignment, or depends on a secure parameter.

## Example

Flagged: `customData: base64("export AWS_SECRET_ACCESS_KEY=…")`.

Fine: `Key Vault at boot`.

## Fix

Key Vault reference. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (custom data is replayed)
- peer trivy)md",
    .check_scale_set = check_secret_in_custom_data,
};

}  // namespace fleetlint::rules
