#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_script_patches_os(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets))
    if (use.set != nullptr && use.set->os_upgrade_on() == Tri::yes && is_custom_script(*use.extension) == Tri::yes)
      for (const auto& command : commands(*use.extension))
        if (patches_os(symbolic(command).text(" "))) report(context, use, command, "the script also upgrades the OS, which image upgrades do already");
}

FLEETLINT_RULE(script_patches_os) = {
    .id = "FL-CSE-020",
    .name = "script-patches-os",
    .title = "Start-up script also upgrades the OS",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension guest-patching",
    .page = R"md(Start-up script also upgrades the OS.

Advice: it works, but is easy to get wrong or harder to operate.

## When

automatic OS image upgrade is on and command has apt-get (dist-)upgrade, yum/dnf update without package, Install-WindowsUpdate, unattended-upgrade.

## Example

Flagged: `apt-get upgrade -y`.

Fine: a command that installs what the app needs and nothing else.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (second patch process not required))md",
    .check_model = check_script_patches_os,
};

}  // namespace fleetlint::rules
