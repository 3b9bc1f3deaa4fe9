#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_arc_extension_region(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines)) {
    const auto& resource = *use.extension->resource;
    for (const auto* machine : model.of_type("microsoft.hybridcompute/machines")) {
      if (machine->is_existing() || !machine->can_violate(resource) || resource.names().empty() || machine->names().empty() || equal(machine->names()[0], resource.names()[0]) != Tri::yes) continue;
      const auto here = region_of(resource["location"]), there = region_of((*machine)["location"]);
      if (here && there && *here != *there) report(context, use, resource["location"], "the extension is in " + shown(resource["location"]) + ", its machine in " + shown((*machine)["location"])).note((*machine)["location"], "the machine");
    }
  }
}

FLEETLINT_RULE(arc_extension_region) = {
    .id = "FL-ARC-009",
    .name = "arc-extension-region",
    .title = "Arc extension in another region than its machine",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "arc schema",
    .page = R"md(Arc extension in another region than its machine.

Azure refuses the deployment or the upgrade.

## When

location of extension != location of its machine in the deployment, both known; region names compare without case and spaces (West Europe = westeurope).

## Example

Flagged: `westus / eastus`.

Fine: extension and machine in one region.

## Fix

Machine's location.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on Arc extension management)md",
    .check_model = check_arc_extension_region,
};

}  // namespace fleetlint::rules
