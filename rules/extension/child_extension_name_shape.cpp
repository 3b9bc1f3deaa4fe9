#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_child_extension_name_shape(const FleetModel& model, RuleContext& context) {
  for (const auto* resource : model.of_type("microsoft.compute/virtualmachinescalesets/extensions")) {
    if (resource->is_existing() || resource->evaluated().parent != nullptr || !resource->evaluated().name.is_string() || resource->names().size() == 2) continue;
    context.report(*resource, (*resource)["name"], "the name " + shown((*resource)["name"]) + " does not name a scale set").help("SET/EXTENSION");
  }
}

FLEETLINT_RULE(child_extension_name_shape) = {
    .id = "FL-EXT-017",
    .name = "child-extension-name-shape",
    .title = "Child extension resource name does not name its parent",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension schema",
    .replaces = "FL0211",
    .page = R"md(Child extension resource name does not name its parent.

Azure refuses the deployment or the upgrade.

## When

type …virtualMachineScaleSets/extensions at root level and literal name has not exactly one /; Bicep: no parent and no slash.

## Example

Flagged: `name:"cse"`.

Fine: `name:"[concat(vmss, '/cse')]"`.

## Fix

Prefix with the set name. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- ARM template syntax)md",
    .check_model = check_child_extension_name_shape,
};

}  // namespace fleetlint::rules
