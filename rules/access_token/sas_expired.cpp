#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_expired(const FleetModel&, RuleContext& context) {
  for (const auto& token : scanned_tokens(context).tokens) {
    if (token.place == TokenPlace::output || token.place == TokenPlace::parameter_file) continue;
    const auto end = token.expiry();
    if (!token.has_signature || !end || *end >= context.now()) continue;
    report_token(context, token, "the access token for `" + token.where + "` ran out on " + format_instant(*end)).help("make a new one, or let the extension use a managed identity: an upgrade runs it again and fails");
  }
}

FLEETLINT_RULE(sas_expired) = {
    .id = "FL-SAS-001",
    .name = "sas-expired",
    .title = "Access token in a URL has run out",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension upgrade",
    .page = R"md(Access token in a URL has run out.

The upgrade starts and then fails or stops half way.

## When

A token in settings/protectedSettings (fileUris[], uri, url, script, commandToExecute, artifacts…), osDisk.image.uri, customData/userData (after base64), parameter values (parameter file, or defaultValue when nothing overrides it) or variables: effectiveExpiry(min(se, ske)) < now. A default that a parameter file or a caller overrides is not a value; a resource under a false condition does not count. One finding per token and resource: a token of a parameter or variable that reaches a resource is reported with that resource, not a second time at its declaration.

## Example

Flagged: `fileUris:["https://a.blob.core.windows.net/c/x.sh?sv=…&se=2024-01-01T00:00:00Z&sp=r&sig=…"]`.

Fine: `se in the future or managed identity`.

Note: Next upgrade leaves the first batch failed; list instances per batch from the simulator.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_sas_expired,
};

}  // namespace fleetlint::rules
