#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_without_read(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens) {
    const auto rights = token.field("sp");
    if (!token.has_signature || !token.is_download() || rights.empty() || rights.find('\x01') != std::string::npos || rights.find('r') != std::string::npos) continue;
    report_token(context, token, "the access token for `" + token.where + "` does not allow reading (rights `" + rights + "`)");
  }
}

FLEETLINT_RULE(sas_without_read) = {
    .id = "FL-SAS-006",
    .name = "sas-without-read",
    .title = "Token does not allow reading",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension",
    .page = R"md(Token does not allow reading.

The upgrade starts and then fails or stops half way.

## When

sp present and has no r (download use: fileUris, uri, image uri).

## Example

Flagged: `sp=w`.

Fine: `sp=r`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- SAS format (doc))md",
    .check_model = check_sas_without_read,
};

}  // namespace fleetlint::rules
