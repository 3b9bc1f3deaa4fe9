#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_arc_extension_name_shape(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines)) {
    const auto& resource = *use.extension->resource;
    if (resource.evaluated().parent != nullptr || !resource.evaluated().name.is_string()) continue;
    if (resource.names().size() == 2) continue;
    report(context, use, resource["name"], "the name " + shown(resource["name"]) + " does not name a machine").help("MACHINE/EXTENSION");
  }
}

FLEETLINT_RULE(arc_extension_name_shape) = {
    .id = "FL-ARC-008",
    .name = "arc-extension-name-shape",
    .title = "Arc extension resource does not name its machine",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "arc schema",
    .replaces = "FL0211",
    .page = R"md(Arc extension resource does not name its machine.

Azure refuses the deployment or the upgrade.

## When

root-level type machines/extensions and a name that evaluates to a known text (literal, variable, parameter default or value) without exactly one /.

## Example

Flagged: `name:"ama"`.

Fine: `"srv1/ama"`.

## Fix

Prefix. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- ARM template syntax)md",
    .check_model = check_arc_extension_name_shape,
};

}  // namespace fleetlint::rules
