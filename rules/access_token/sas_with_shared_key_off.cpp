#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "access_tokens.h"
#include "script_sources.h"

namespace fleetlint::rules {
namespace {

/// The account of the deployment that a host name or account name means.
const Resource* account_of(const FleetModel& model, const SymbolicText& name) {
  for (const auto* account : model.of_type("microsoft.storage/storageaccounts"))
    if (!account->is_existing() && !account->names().empty() && equal(account->names()[0], name) == Tri::yes) return account;
  return nullptr;
}

/// `user`: the resource that holds the token or key; null for a variable or parameter.
bool refuses_keys(const Resource* account, const Resource* user) {
  if (account == nullptr || (user == nullptr ? account->exists() != Tri::yes : !account->can_violate(*user))) return false;
  return (*account)["properties.allowSharedKeyAccess"].is_false() == Tri::yes;
}

}  // namespace

static void check_sas_with_shared_key_off(const FleetModel& model, RuleContext& context) {
  const auto& scan = scanned_tokens(context);
  const auto say = [&](FindingBuilder finding, const Resource& account) {
    finding.note(account["properties.allowSharedKeyAccess"], "the account refuses whatever is signed with its keys").help("use a managed identity");
  };
  for (const auto& token : scan.tokens) {
    if (token.place == TokenPlace::parameter_file || token.place == TokenPlace::output || token.is_user_delegation() || !token.has_signature) continue;
    const auto* account = account_of_url(model, symbolic(token.property));
    if (refuses_keys(account, token.resource)) {
      auto finding = report_token(context, token, "the access token for `" + token.where + "` is signed with a key that account `" + account->display_name() + "` refuses");
      if (token.extension != nullptr) finding.element(to_lower(token.extension->display_name()));
      say(finding, *account);
    }
  }
  for (const auto& token : scan.minted) {
    if (token.resource == nullptr) continue;
    for (const auto& argument : token.call->as_unknown().arguments) {
      const auto reference = read_reference(argument);
      if (reference.type != "microsoft.storage/storageaccounts") continue;
      const auto* account = account_of(model, reference.names[0]);
      if (!refuses_keys(account, token.resource)) continue;
      const std::string message = "this token is signed with a key that account `" + account->display_name() + "` refuses";
      say(token.extension != nullptr ? report(context, {token.set, token.extension}, token.property, message) : context.report(*token.resource, token.property, message), *account);
    }
  }
  for (const auto& use : extension_uses(model, every_host)) {
    const Property key = use.extension->protected_settings["storageAccountKey"], name = use.extension->protected_settings["storageAccountName"];
    if (key.present() != Tri::yes || name.is_absent()) continue;
    const auto* account = account_of(model, symbolic(name));
    if (refuses_keys(account, use.extension->resource)) say(report(context, use, key, "account `" + account->display_name() + "` refuses its own key"), *account);
  }
}

FLEETLINT_RULE(sas_with_shared_key_off) = {
    .id = "FL-SAS-016",
    .name = "sas-with-shared-key-off",
    .title = "Storage account in the template refuses key-signed tokens",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret extension",
    .page = R"md(Storage account in the template refuses key-signed tokens.

The upgrade starts and then fails or stops half way.

## When

URL host or storageAccountName resolves to a Microsoft.Storage/storageAccounts in the deployment with properties.allowSharedKeyAccess == false, and the token is service/account SAS (no skoid) or a storageAccountKey is used.

## Example

Flagged: `allowSharedKeyAccess:false + ?sr=b&sig`.

Fine: `managedIdentity`.

## Fix

ManagedIdentity. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on shared access signatures and storage account keys
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_sas_with_shared_key_off,
};

}  // namespace fleetlint::rules
