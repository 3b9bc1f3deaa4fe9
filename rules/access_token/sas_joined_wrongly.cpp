#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_joined_wrongly(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens)
    if (token.has_signature && token.joined_twice && token.place != TokenPlace::parameter_file)
      report_token(context, token, "the address `" + token.where + "` and its token are joined into an invalid query").help("exactly one `?` stands between them, and `&` is not written as an entity");
}

FLEETLINT_RULE(sas_joined_wrongly) = {
    .id = "FL-SAS-021",
    .name = "sas-joined-wrongly",
    .title = "URL and token are joined into an invalid query",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "secret extension",
    .page = R"md(URL and token are joined into an invalid query.

The upgrade starts and then fails or stops half way.

## When

Literal result has two ?, or no ? before sv=, or &amp;, or token parameter with leading ? appended after a literal ?.

## Example

Flagged: `"…x.sh?" + "?sv=…"`.

Fine: `one ?`.

## Fix

Drop one.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own inference
- issues)md",
    .check_model = check_sas_joined_wrongly,
};

}  // namespace fleetlint::rules
