#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_extension_wrong_os(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    const auto publisher = extension.publisher.text(), type = extension.type.text();
    if (!publisher || !type) continue;
    const auto made_for = os_of_extension(*publisher, *type);
    OperatingSystem os = use.set != nullptr ? use.set->os_before_extensions : OperatingSystem::unknown;
    if (use.is_arc() && !extension.resource->names().empty())
      for (const auto* machine : model.of_type("microsoft.hybridcompute/machines"))
        if (!machine->is_existing() && !machine->names().empty() && equal(machine->names()[0], extension.resource->names()[0]) == Tri::yes) {
          const Property text = (*machine)["properties.osType"];
          os = text.equals("Windows") == Tri::yes ? OperatingSystem::windows : text.equals("Linux") == Tri::yes ? OperatingSystem::linux : os;
        }
    if (made_for == OperatingSystem::unknown || os == OperatingSystem::unknown || made_for == os) continue;
    report(context, use, extension.type, shown(extension.type) + " is made for " + (made_for == OperatingSystem::windows ? "Windows, and the machines run Linux" : "Linux, and the machines run Windows"));
  }
}

FLEETLINT_RULE(extension_wrong_os) = {
    .id = "FL-EXT-014",
    .name = "extension-wrong-os",
    .title = "Extension made for the other OS",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .suppressed_by = "FL-HLT-019 FL-SF-025",
    .page = R"md(Extension made for the other OS.

Azure refuses the deployment or the upgrade.

## When

(publisher, type), without case, is made for one operating system only (extensions that Azure or Arc upgrade, retired ones, custom scripts, application health, Service Fabric) or is (Microsoft.Azure.Security, IaaSAntimalware) = Windows, and that os != OS of the set. The OS of the set must come from one of the earlier sources of the system is Windows / the system is Linux, not from extension types alone. Arc: only when properties.osType of the machine is in the deployment and known.

## Example

Flagged: `IaaSAntimalware on Ubuntu`.

Fine: `matching type`.

## Fix

Sibling type. A proposal: its owner decides.

Note: FL-HLT-019 and FL-SF-025 report their own types.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- table)md",
    .check_model = check_extension_wrong_os,
};

}  // namespace fleetlint::rules
