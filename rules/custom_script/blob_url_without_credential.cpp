#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_blob_url_without_credential(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    if (is_custom_script(extension) != Tri::yes || !extension.properties["protectedSettingsFromKeyVault"].is_absent()) continue;
    Tri credential = Tri::no;
    for (const auto* place : {&extension.settings, &extension.protected_settings})
      for (const char* key : {"storageAccountKey", "storageAccountName", "managedIdentity"}) credential = credential || place->at(key).present();
    if (credential != Tri::no) continue;
    for (const auto& url : script_urls(extension)) {
      const auto text = symbolic(url);
      if (!is_blob_url(text) || has_unknown_tail(text) || contains_ignoring_case(text.text(), "sig=")) continue;
      auto finding = report(context, use, url, "nothing lets the instances read " + safe_url(text));
      finding.help("`managedIdentity: {}` in `protectedSettings`");
      if (const auto* account = account_of_url(model, text); account != nullptr && (*account)["properties.allowBlobPublicAccess"].is_false() == Tri::yes) finding.severity(Severity::error).note((*account)["properties.allowBlobPublicAccess"], "the account has no public blobs");
    }
  }
}

FLEETLINT_RULE(blob_url_without_credential) = {
    .id = "FL-CSE-009",
    .name = "blob-url-without-credential",
    .title = "Blob URL without token, key or identity",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension secret",
    .page = R"md(Blob URL without token, key or identity.

The upgrade starts and then fails or stops half way.

## When

host *.blob.core.windows.net (or sovereign suffix) and no sig in URL and no storageAccountName/Key and no managedIdentity; error when the account is in the deployment with allowBlobPublicAccess == false. With protectedSettingsFromKeyVault the credentials are unknown: no finding.

## Example

Flagged: `https://a.blob…/x.sh alone`.

Fine: `+ managedIdentity:{}`.

## Fix

ManagedIdentity in protectedSettings. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_blob_url_without_credential,
};

}  // namespace fleetlint::rules
