#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_bound_to_ip(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens)
    if (token.has_signature && token.has("sip") && token.place != TokenPlace::parameter_file && token.place != TokenPlace::output)
      report_token(context, token, "the access token for `" + token.where + "` works only from some addresses: new instances may have others");
}

FLEETLINT_RULE(sas_bound_to_ip) = {
    .id = "FL-SAS-018",
    .name = "sas-bound-to-ip",
    .title = "Token is bound to an IP range",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension network",
    .page = R"md(Token is bound to an IP range.

The upgrade starts and then fails or stops half way.

## When

sip present.

## Example

Flagged: `sip=10.0.0.1`.

Fine: a token without sip.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- SAS format (doc))md",
    .check_model = check_sas_bound_to_ip,
};

}  // namespace fleetlint::rules
