#include "fleetlint/rules/rule.h"
#include <set>

#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_literal(const FleetModel&, RuleContext& context) {
  const auto& tokens = scanned_tokens(context).tokens;
  std::set<std::uint64_t> told;
  for (const auto& token : tokens)
    if (token.place != TokenPlace::output) told.insert(token.key);
  for (const auto& token : tokens) {
    // An output mostly repeats what stands elsewhere.
    if ((token.place == TokenPlace::output && told.contains(token.key)) || token.from_parameter_file()) continue;
    if (!token.has_signature || !token.signature_is_literal || token.signature_length < 20 || (!token.has("se") && !token.has("si"))) continue;
    const auto end = token.expiry();
    const std::string message = "a working access token for `" + token.where + "` is written into the template" + (end ? " (until " + format_instant(*end) + ")" : std::string());
    // It stands in the template whether or not the extension that holds it is chosen.
    const bool is_choice = token.set != nullptr && token.extension != nullptr && token.extension->is_inline && token.extension->exists != Tri::yes;
    auto finding = is_choice ? context.report(*token.set, token.property, message).element("token " + std::to_string(token.key)) : report_token(context, token, message);
    finding.help("pass it as a secure parameter, or use a managed identity; treat the token as leaked");
  }
}

FLEETLINT_RULE(sas_literal) = {
    .id = "FL-SAS-010",
    .name = "sas-literal",
    .title = "A working token is written into the template",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret security",
    .suppressed_by = "FL-SAS-014",
    .page = R"md(A working token is written into the template.

A secret can be read by people who should not see it.

## When

A literal string (or concatenated literals) in the template or in Bicep source contains sig=<20+ chars> with se or si, regardless of expiry.

## Example

Flagged: `"https://…?sv=…&sig=abc…"`.

Fine: `secure parameter or managed identity`.

## Fix

Lift into a secure parameter. A proposal: its owner decides.

Note: Print only host, path and expiry; never the signature.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- own inference)md",
    .check_model = check_sas_literal,
};

}  // namespace fleetlint::rules
