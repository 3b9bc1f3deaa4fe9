#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_handler_version_missing(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    if (use.extension->properties.present() != Tri::yes) continue;
    for (const auto& [name, property] : {std::pair<const char*, const Property*>{"publisher", &use.extension->publisher}, {"type", &use.extension->type}, {"typeHandlerVersion", &use.extension->handler_version}})
      if (property->present() == Tri::no) report(context, use, *property, "extension `" + use.extension->display_name() + "` has no `" + name + "`");
  }
}

FLEETLINT_RULE(handler_version_missing) = {
    .id = "FL-EXT-007",
    .name = "handler-version-missing",
    .title = "Extension without publisher, type or handler version",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension schema",
    .page = R"md(Extension without publisher, type or handler version.

Azure refuses the deployment or the upgrade.

## When

publisher, type or typeHandlerVersion absent in a scale set extension.

## Example

Flagged: `no typeHandlerVersion`.

Fine: `"1.0"`.

## Fix

The version that is current for the type. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index)md",
    .check_model = check_handler_version_missing,
};

}  // namespace fleetlint::rules
