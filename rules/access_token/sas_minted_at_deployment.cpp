#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_minted_at_deployment(const FleetModel&, RuleContext& context) {
  const auto least = context.setting_number("minDays") * 86400;
  for (const auto& token : scanned_tokens(context).minted) {
    if (token.set == nullptr || token.extension == nullptr || token.extension->exists != Tri::yes || runs_extensions_again(*token.set) != Tri::yes) continue;
    const auto lifetime = token.lifetime(context.now());
    if (!lifetime || *lifetime >= least) continue;
    const auto hours = *lifetime / 3600;
    context.report(*token.set, *token.extension, token.property,
                   "this token is made at the deployment and lives " + (hours < 48 ? std::to_string(hours) + " hours" : std::to_string(hours / 24) + " days") + ", but the set runs the extension again for months")
        .help("use a managed identity: each new or reimaged instance replays the stored token");
  }
}

FLEETLINT_RULE(sas_minted_at_deployment) = {
    .id = "FL-SAS-004",
    .name = "sas-minted-at-deployment",
    .title = "Token is created at deployment time and is short-lived, but the model re-runs it for months",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret extension upgrade",
    .suppressed_by = "FL-SAS-016",
    .settings = "minDays=90",
    .page = R"md(Token is created at deployment time and is short-lived, but the model re-runs it for months.

The upgrade starts and then fails or stops half way.

## When

listAccountSas()/listServiceSas() (directly or via variable) feeds an extension of a set with automatic OS image upgrade on, autoscale or repairs, and signedExpiry / sasEnd is literal or dateTimeAdd(utcNow-based, P<n>) with lifetime < the setting `minDays`.

## Example

Flagged: `dateTimeAdd(utcNow(),"PT2H") as signedExpiry`.

Fine: `managedIdentity, or lifetime of at least `minDays` with rotation`.

## Fix

ManagedIdentity. A proposal: its owner decides.

Note: Every scale-out, repair and OS upgrade replays the stored token.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- issues (several public modules and samples failed on expired module SAS))md",
    .check_model = check_sas_minted_at_deployment,
};

}  // namespace fleetlint::rules
