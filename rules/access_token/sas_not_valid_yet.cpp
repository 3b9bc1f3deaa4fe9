#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_not_valid_yet(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens) {
    const auto start = token.start();
    if (token.place == TokenPlace::output || token.place == TokenPlace::parameter_file) continue;
    if (token.has_signature && start && *start > context.now() + 15 * 60) report_token(context, token, "the access token for `" + token.where + "` becomes valid only on " + format_instant(*start));
  }
}

FLEETLINT_RULE(sas_not_valid_yet) = {
    .id = "FL-SAS-005",
    .name = "sas-not-valid-yet",
    .title = "Token becomes valid only in the future",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension",
    .page = R"md(Token becomes valid only in the future.

The upgrade starts and then fails or stops half way.

## When

st (or skt) > now + 15 min.

## Example

Flagged: `st=2030-01-01`.

Fine: `st absent or past`.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_sas_not_valid_yet,
};

}  // namespace fleetlint::rules
