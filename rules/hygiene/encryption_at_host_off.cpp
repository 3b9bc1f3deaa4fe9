#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_encryption_at_host_off(const ScaleSet& set, RuleContext& context) {
  const Property encryption = set.profile("securityProfile.encryptionAtHost");
  if (set.profile().is_present() && encryption.is_true() == Tri::no) context.report(set, encryption, "disks are not encrypted at the host").help("`securityProfile: { encryptionAtHost: true }`");
}

FLEETLINT_RULE(encryption_at_host_off) = {
    .id = "FL-GOV-001",
    .name = "encryption-at-host-off",
    .title = "Encryption at host is off",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "security",
    .page = R"md(Encryption at host is off.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.virtualMachineProfile.securityProfile.encryptionAtHost is not true.

## Example

Flagged: no securityProfile.encryptionAtHost.

Fine: `encryptionAtHost: true`.

## Fix

True.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- peer checkov)md",
    .check_scale_set = check_encryption_at_host_off,
};

}  // namespace fleetlint::rules
