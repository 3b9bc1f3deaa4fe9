#include "fleetlint/rules/rule.h"
#include <set>
#include "access_tokens.h"
#include "checks.h"

namespace fleetlint::rules {

/// sig= at the start of a text or of a field of a query.
static bool has_signature(std::string_view text) {
  const auto lower = to_lower(text);
  for (auto at = lower.find("sig="); at != std::string::npos; at = lower.find("sig=", at + 1))
    if (at == 0 || lower[at - 1] == '?' || lower[at - 1] == '&' || lower[at - 1] == ';') return true;
  return false;
}

static void check_sas_in_parameter_file(const FleetModel&, RuleContext& context) {
  std::set<std::string> told;
  for (const auto& token : scanned_tokens(context).tokens)
    if (token.place == TokenPlace::parameter_file && token.has_signature) {
      report_token(context, token, "the parameter file holds an access token for `" + token.where + "`").help("use a Key Vault reference");
      told.insert(token.property.path());
    }
  // A signature alone, cut off from the fields of its token, is kept no less.
  for (const auto& file : context.input().parameter_files)
    for (const auto& value : file.values)
      walk_strings(Property(&value.value, "parameters." + value.name, value.location), [&](const Property& text) {
        if (value.is_reference || !text.text() || !has_signature(*text.text()) || !told.insert(text.path()).second) return;
        context.report_at(value.name, text.where(), text.path(), "the parameter file holds the signature of an access token").help("use a Key Vault reference");
      });
}

FLEETLINT_RULE(sas_in_parameter_file) = {
    .id = "FL-SAS-014",
    .name = "sas-in-parameter-file",
    .title = "Token stored in a parameter file",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret security",
    .page = R"md(Token stored in a parameter file.

A secret can be read by people who should not see it.

## When

Parameter file value (not a Key Vault reference) contains sig=.

## Example

Flagged: `parameters: {"u":{"value":"…sig=…"}}`.

Fine: `reference: keyVault`.

## Fix

Key Vault reference. A proposal: its owner decides.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- own inference)md",
    .check_model = check_sas_in_parameter_file,
};

}  // namespace fleetlint::rules
