#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_wrong_scope(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens) {
    const auto services = token.field("ss"), types = token.field("srt");
    if (!token.has_signature || !token.is_download()) continue;
    const bool no_blobs = !services.empty() && services.find('b') == std::string::npos && services.find('\x01') == std::string::npos;
    const bool no_objects = !types.empty() && types.find('o') == std::string::npos && types.find('\x01') == std::string::npos;
    if (no_blobs || no_objects)
      report_token(context, token, no_blobs ? "the account token for `" + token.where + "` is not for blobs (services `" + services + "`)" : "the account token for `" + token.where + "` is not for objects (types `" + types + "`)");
  }
}

FLEETLINT_RULE(sas_wrong_scope) = {
    .id = "FL-SAS-008",
    .name = "sas-wrong-scope",
    .title = "Account token is not for blobs or objects",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension",
    .page = R"md(Account token is not for blobs or objects.

The upgrade starts and then fails or stops half way.

## When

ss present without b, or srt present without o; or sr=c/b path does not cover the blob (sr=b with another blob path cannot be seen: unknown).

## Example

Flagged: `ss=q&srt=s`.

Fine: `ss=b&srt=o`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- SAS format (doc))md",
    .check_model = check_sas_wrong_scope,
};

}  // namespace fleetlint::rules
