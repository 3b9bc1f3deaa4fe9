#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "dependencies.h"

namespace fleetlint::rules {

static void check_child_extension_no_dependency(const FleetModel& model, RuleContext& context) {
  for (const auto& set : model.scale_sets)
    for (const auto& extension : set.extensions) {
      if (extension.is_inline || extension.resource->evaluated().deployment != set.resource->evaluated().deployment) continue;
      if (extension.resource->evaluated().parent == &set.resource->evaluated() && is_nested(*extension.resource)) continue;
      if (waits_for(model, *extension.resource, *set.resource) != Tri::no) continue;
      context.report(*extension.resource, extension.resource->body(), "extension `" + extension.display_name() + "` does not wait for its scale set").note(set.resource->where(), "the set").help("add the set to `dependsOn`, or use `parent` in Bicep");
    }
}

FLEETLINT_RULE(child_extension_no_dependency) = {
    .id = "FL-EXT-018",
    .name = "child-extension-no-dependency",
    .title = "Child extension does not wait for its scale set",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension",
    .page = R"md(Child extension does not wait for its scale set.

Azure refuses the deployment or the upgrade.

## When

Child resource's parent is in the same template and dependsOn does not reach it (Bicep: no parent/symbolic use).

## Example

Flagged: `no dependsOn`.

Fine: `dependsOn vmss`.

## Fix

Add dependsOn (Bicep: use parent).

Azure says: `ParentResourceNotFound`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- ARM template syntax)md",
    .check_model = check_child_extension_no_dependency,
};

}  // namespace fleetlint::rules
