#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_in_parameter_file(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens)
    if (token.place == TokenPlace::parameter_file && token.has_signature)
      report_token(context, token, "the parameter file holds an access token for `" + token.where + "`").help("use a Key Vault reference");
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
