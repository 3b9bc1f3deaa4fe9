#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_too_many_rights(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens) {
    const auto rights = token.field("sp");
    if (!token.has_signature || !token.is_download() || rights.find_first_of("wdacxyi") == std::string::npos || rights.find('\x01') != std::string::npos) continue;
    report_token(context, token, "the access token for `" + token.where + "` can do more than read (rights `" + rights + "`)");
  }
}

FLEETLINT_RULE(sas_too_many_rights) = {
    .id = "FL-SAS-019",
    .name = "sas-too-many-rights",
    .title = "Token can write or delete, though only reading is needed",
    .severity = Severity::info,
    .outcome = Outcome::secret_leak,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret security",
    .page = R"md(Token can write or delete, though only reading is needed.

A secret can be read by people who should not see it.

## When

sp contains any of w d a c x y i in a download use.

## Example

Flagged: `sp=racwdl`.

Fine: `sp=r`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own inference)md",
    .check_model = check_sas_too_many_rights,
};

}  // namespace fleetlint::rules
