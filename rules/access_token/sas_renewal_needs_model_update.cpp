#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_renewal_needs_model_update(const FleetModel&, RuleContext& context) {
  const auto& scan = scanned_tokens(context);
  const auto concerns = [](const ScaleSet* set, const Extension* extension) {
    return set != nullptr && extension != nullptr && extension->exists == Tri::yes && set->mode_is(UpgradeMode::manual) == Tri::yes;
  };
  for (const auto& token : scan.tokens)
    if (token.has_signature && concerns(token.set, token.extension))
      report_token(context, token, "under mode `Manual` a renewed token reaches no running instance").note(token.set->upgrade.policy["mode"], "the mode").help("use `Rolling`, or a managed identity");
  for (const auto& token : scan.minted)
    if (concerns(token.set, token.extension))
      context.report(*token.set, *token.extension, token.property, "under mode `Manual` a renewed token reaches no running instance").note(token.set->upgrade.policy["mode"], "the mode").help("use `Rolling`, or a managed identity");
}

FLEETLINT_RULE(sas_renewal_needs_model_update) = {
    .id = "FL-SAS-022",
    .name = "sas-renewal-needs-model-update",
    .title = "Tokens exist in the model but nothing would push a renewed token to instances",
    .severity = Severity::info,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret upgrade",
    .page = R"md(Tokens exist in the model but nothing would push a renewed token to instances.

The upgrade starts and then fails or stops half way.

## When

any SAS (literal, or of listAccountSas()/listServiceSas()) in an effective extension that is surely present (not under an unknown condition) and properties.upgradePolicy.mode == Manual.

## Example

Flagged: `SAS + Manual`.

Fine: `Rolling, or managedIdentity`.

## Fix

ManagedIdentity. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- Microsoft Learn training: update applications of a scale set with the custom script extension)md",
    .check_model = check_sas_renewal_needs_model_update,
};

}  // namespace fleetlint::rules
