#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_key_vault_extension_pinned_version(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    if (use.extension->type.is_one_of({"KeyVaultForLinux", "KeyVaultForWindows"}) != Tri::yes) continue;
    for (const auto& observed : use.extension->settings["secretsManagementSettings.observedCertificates"].items().certain) {
      const Property url = observed["url"].name().empty() ? observed : observed["url"];
      const auto segments = symbolic(url).split('/');
      if (segments.size() < 3 || !segments.back().is_complete() || segments.back().is_empty()) continue;
      if (!equal_ignoring_case(segments[segments.size() - 3].text(), "secrets") && !equal_ignoring_case(segments[segments.size() - 3].text(), "certificates")) continue;
      report(context, use, url, "the Key Vault extension watches one fixed certificate version, and never renews").help("end the address with the certificate's name");
    }
  }
}

FLEETLINT_RULE(key_vault_extension_pinned_version) = {
    .id = "FL-SEC-008",
    .name = "key-vault-extension-pinned-version",
    .title = "Key Vault extension watches one fixed certificate version",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret extension",
    .page = R"md(Key Vault extension watches one fixed certificate version.

The upgrade starts and then fails or stops half way.

## When

Extension type KeyVaultForLinux/KeyVaultForWindows settings.secretsManagementSettings.observedCertificates[] URL contains a version segment.

## Example

Flagged: `…/secrets/cert/0123456789abcdef0123456789abcdef`.

Fine: `…/secrets/cert`.

## Fix

Strip the version segment.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on custom script, Key Vault extension and managed identity)md",
    .check_model = check_key_vault_extension_pinned_version,
};

}  // namespace fleetlint::rules
