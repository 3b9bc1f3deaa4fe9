#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_incomplete(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens) {
    if (!token.is_complete || !token.is_storage() || token.place == TokenPlace::output || token.place == TokenPlace::parameter_file) continue;
    std::vector<std::string> missing;
    if (token.has_signature && !token.has("si"))
      for (const char* field : {"sv", "se", "sp"})
        if (!token.has(field)) missing.emplace_back(field);
    if (token.has_signature && !token.has("sr") && !(token.has("ss") && token.has("srt"))) missing.emplace_back("sr");
    if (!token.has_signature && token.has("se") && token.has("sp")) missing.emplace_back("sig");
    const bool unreadable = token.has("se") && !parse_instant(token.field("se"));
    if (!missing.empty())
      report_token(context, token, "the access token for `" + token.where + "` lacks " + listing(missing));
    else if (unreadable)
      report_token(context, token, "the expiry of the access token for `" + token.where + "` is not a date").severity(Severity::info);
  }
}

FLEETLINT_RULE(sas_incomplete) = {
    .id = "FL-SAS-007",
    .name = "sas-incomplete",
    .title = "Token lacks mandatory parts",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension",
    .page = R"md(Token lacks mandatory parts.

The upgrade starts and then fails or stops half way.

## When

Storage tokens only (host of a storage endpoint *.blob|file|queue|table|dfs.*, or a bare token in a storage use; a URL of another service, or a token with skn, is none): sig present, no si, and any of sv, se, sp missing; or neither sr nor (ss and srt) present; or sig missing while se and sp are present; only when the whole query is literal.

## Example

Flagged: `?sv=…&sig=… without se`.

Fine: `complete`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- SAS format (doc))md",
    .check_model = check_sas_incomplete,
};

}  // namespace fleetlint::rules
