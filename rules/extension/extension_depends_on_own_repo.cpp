#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_extension_depends_on_own_repo(const ScaleSet& set, RuleContext& context) {
  const Extension* vault = nullptr;
  for (const auto& extension : set.extensions)
    if (extension.type.is_one_of({"KeyVaultForLinux", "KeyVaultForWindows"}) == Tri::yes) vault = &extension;
  if (vault == nullptr) return;
  for (const auto& extension : set.extensions) {
    if (is_custom_script(extension) != Tri::yes) continue;
    bool ordered = false;
    for (const auto& after : extension.properties["provisionAfterExtensions"].items().certain) ordered = ordered || equal(symbolic(after), vault->name) == Tri::yes;
    if (ordered) continue;
    for (const auto& command : commands(extension)) {
      const auto text = symbolic(command).text(" ");
      if (contains_ignoring_case(text, "/var/lib/waagent") || contains_ignoring_case(text, "keyvault") || contains_ignoring_case(text, "cert:"))
        context.report(set, extension, command, "the command reads certificates, but does not wait for the Key Vault extension").help("add `provisionAfterExtensions`");
    }
  }
}

FLEETLINT_RULE(extension_depends_on_own_repo) = {
    .id = "FL-EXT-024",
    .name = "extension-depends-on-own-repo",
    .title = "Extension order does not put the agent before what needs it",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::low,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(Extension order does not put the agent before what needs it.

Advice: it works, but is easy to get wrong or harder to operate.

## When

KeyVault extension present and custom script reads the agent's certificate folder or a certificate store, without provisionAfterExtensions to the Key Vault extension.

## Example

Flagged: `CSE reads certs, no order`.

Fine: `provisionAfterExtensions:["KeyVault…"]`.

## Fix

Add the edge. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- own inference)md",
    .check_scale_set = check_extension_depends_on_own_repo,
};

}  // namespace fleetlint::rules
