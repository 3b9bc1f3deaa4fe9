#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_over_http(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens) {
    if (!token.has_signature || token.place == TokenPlace::parameter_file) continue;
    if (token.scheme == "http") report_token(context, token, "the access token for `" + token.where + "` travels over plain http").help("use https");
    else if (const auto protocols = to_lower(token.field("spr")); protocols.find("http,") != std::string::npos || protocols.ends_with(",http") || protocols == "http")
      report_token(context, token, "the access token for `" + token.where + "` also works over plain http").help("make a token with `spr=https`");
  }
}

FLEETLINT_RULE(sas_over_http) = {
    .id = "FL-SAS-009",
    .name = "sas-over-http",
    .title = "Token travels over plain http",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret security",
    .page = R"md(Token travels over plain http.

A secret can be read by people who should not see it.

## When

scheme http in a URL with sig; or spr contains http besides https.

## Example

Flagged: `http://a.blob…?sig=…`.

Fine: `https, spr=https`.

## Fix

Scheme https (spr needs a new token).

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own requirement
- doc: vendor pages on shared access signatures and storage account keys)md",
    .check_model = check_sas_over_http,
};

}  // namespace fleetlint::rules
