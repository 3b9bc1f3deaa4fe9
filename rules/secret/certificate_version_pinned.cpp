#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_certificate_version_pinned(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes) return;
  for (const auto& secret : set.profile("osProfile.secrets").items().certain)
    for (const auto& certificate : secret["vaultCertificates"].items().certain) {
      const Property url = certificate["certificateUrl"];
      const auto segments = symbolic(url).split('/');
      if (segments.size() >= 3 && segments.back().is_complete() && !segments.back().is_empty() && equal_ignoring_case(segments[segments.size() - 3].text(), "secrets"))
        context.report(set, url, "the certificate is injected with a fixed version, and will age with the model").help("let the Key Vault extension fetch it by an id without a version");
    }
}

FLEETLINT_RULE(certificate_version_pinned) = {
    .id = "FL-SEC-007",
    .name = "certificate-version-pinned",
    .title = "Certificate is injected with a fixed version and will age",
    .severity = Severity::info,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret upgrade",
    .page = R"md(Certificate is injected with a fixed version and will age.

The upgrade starts and then fails or stops half way.

## When

properties.virtualMachineProfile.osProfile.secrets[].vaultCertificates[].certificateUrl has a version segment (required there) and automatic OS image upgrade is on.

## Example

Flagged: `…/secrets/cert/0123…`.

Fine: `Key Vault extension with versionless id`.

## Fix

Key Vault VM extension. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_certificate_version_pinned,
};

}  // namespace fleetlint::rules
