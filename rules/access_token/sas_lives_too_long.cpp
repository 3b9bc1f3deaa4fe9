#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_lives_too_long(const FleetModel&, RuleContext& context) {
  const auto most = context.setting_number("days") * 86400;
  for (const auto& token : scanned_tokens(context).tokens) {
    const auto end = token.expiry();
    if (!token.has_signature || !end || token.place == TokenPlace::parameter_file || token.place == TokenPlace::output) continue;
    const auto from = std::max(token.start().value_or(context.now()), context.now());
    if (*end - from > most) report_token(context, token, "the access token for `" + token.where + "` lives until " + format_instant(*end) + ", longer than " + context.setting("days") + " days");
  }
}

FLEETLINT_RULE(sas_lives_too_long) = {
    .id = "FL-SAS-015",
    .name = "sas-lives-too-long",
    .title = "Token lifetime is longer than policy",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret security",
    .suppressed_by = "FL-SAS-001",
    .settings = "days=365",
    .page = R"md(Token lifetime is longer than policy.

Advice: it works, but is easy to get wrong or harder to operate.

## When

se - max(st, now) > the setting `days`.

## Example

Flagged: `se=2099-01-01`.

Fine: `<= 1 year`.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- own inference)md",
    .check_model = check_sas_lives_too_long,
};

}  // namespace fleetlint::rules
