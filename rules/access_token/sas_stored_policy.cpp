#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_stored_policy(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens)
    if (token.has_signature && token.has("si") && !token.has("se") && token.place != TokenPlace::parameter_file && token.place != TokenPlace::output)
      report_token(context, token, "the expiry of the access token for `" + token.where + "` is in a stored access policy and cannot be seen here");
}

FLEETLINT_RULE(sas_stored_policy) = {
    .id = "FL-SAS-020",
    .name = "sas-stored-policy",
    .title = "Token expiry sits in a stored access policy and cannot be seen",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension",
    .page = R"md(Token expiry sits in a stored access policy and cannot be seen.

Advice: it works, but is easy to get wrong or harder to operate.

## When

si present and se absent.

## Example

Flagged: `si=policy1`.

Fine: `se visible`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on shared access signatures and storage account keys)md",
    .check_model = check_sas_stored_policy,
};

}  // namespace fleetlint::rules
