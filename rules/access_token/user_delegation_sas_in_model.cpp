#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_user_delegation_sas_in_model(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens)
    if (token.set != nullptr && token.is_user_delegation() && token.has_signature && runs_extensions_again(*token.set) == Tri::yes)
      report_token(context, token, "a user-delegation token lives seven days at most, and the set runs its extensions again for months").help("use a managed identity");
}

FLEETLINT_RULE(user_delegation_sas_in_model) = {
    .id = "FL-SAS-017",
    .name = "user-delegation-sas-in-model",
    .title = "User-delegation token lives seven days at most, too short for a scale set model",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret extension upgrade",
    .page = R"md(User-delegation token lives seven days at most, too short for a scale set model.

The upgrade starts and then fails or stops half way.

## When

skoid/ske present (user delegation) and the consumer re-runs (automatic OS image upgrade is on, autoscale, repairs).

## Example

Flagged: `skoid=…&ske=…`.

Fine: `managedIdentity`.

## Fix

ManagedIdentity. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- doc: 7 days
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_user_delegation_sas_in_model,
};

}  // namespace fleetlint::rules
