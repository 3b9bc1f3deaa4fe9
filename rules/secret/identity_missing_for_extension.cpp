#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_identity_missing_for_extension(const ScaleSet& set, RuleContext& context) {
  const Property type = set["identity.type"];
  const Tri none = type.test([](const eval::Value& value) { return tri(value.is_string() && equal_ignoring_case(value.as_string(), "None")); }, Tri::yes);
  if (none != Tri::yes) return;
  for (const auto& extension : set.extensions) {
    if (extension.exists != Tri::yes) continue;
    const Tri agent = extension.type.is_one_of({"KeyVaultForLinux", "KeyVaultForWindows", "AzureMonitorLinuxAgent", "AzureMonitorWindowsAgent", "ConfigurationForLinux", "ConfigurationForWindows", "AADLoginForWindows", "AADSSHLoginForLinux"});
    const Tri script = is_custom_script(extension) && extension.protected_settings["managedIdentity"].present();
    if ((agent || script) == Tri::yes) context.report(set, extension, extension.type, shown(extension.type) + " needs a managed identity, and the set has none").note(type, "`identity` is not stated, or None").help("add `identity`");
  }
}

FLEETLINT_RULE(identity_missing_for_extension) = {
    .id = "FL-SEC-013",
    .name = "identity-missing-for-extension",
    .title = "An extension needs a managed identity that the set does not have",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "secret extension",
    .page = R"md(An extension needs a managed identity that the set does not have.

The upgrade starts and then fails or stops half way.

## When

Effective extension of a type that needs an identity (KeyVaultForLinux/Windows, AzureMonitor*Agent, ConfigurationForLinux/Windows, AADLoginForWindows/AADSSHLoginForLinux, CSE with managedIdentity) and identity.type absent or None.

## Example

Flagged: `AzureMonitorLinuxAgent, no identity`.

Fine: `identity:{type:"SystemAssigned"}`.

## Fix

Add identity (UserAssigned on Flexible). A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on custom script, Key Vault extension and managed identity
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_identity_missing_for_extension,
};

}  // namespace fleetlint::rules
