#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_expires_soon(const FleetModel&, RuleContext& context) {
  const auto window = context.setting_number("days") * 86400;
  for (const auto& token : scanned_tokens(context).tokens) {
    if (token.place == TokenPlace::output || token.place == TokenPlace::parameter_file) continue;
    const auto end = token.expiry();
    if (!token.has_signature || !end || *end < context.now() || *end >= context.now() + window) continue;
    report_token(context, token, "the access token for `" + token.where + "` runs out on " + format_instant(*end) + ", in " + std::to_string((*end - context.now()) / 86400) + " days")
        .help("renew it before the next upgrade, or use a managed identity");
  }
}

FLEETLINT_RULE(sas_expires_soon) = {
    .id = "FL-SAS-002",
    .name = "sas-expires-soon",
    .title = "Access token runs out within the warning window",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension upgrade",
    .suppressed_by = "FL-SAS-001 FL-SAS-003",
    .settings = "days=30",
    .page = R"md(Access token runs out within the warning window.

The upgrade starts and then fails or stops half way.

## When

now <= effectiveExpiry < now + the setting `days`.

## Example

Flagged: `se = now+10 days`.

Fine: `se = now+200 days`.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_sas_expires_soon,
};

}  // namespace fleetlint::rules
