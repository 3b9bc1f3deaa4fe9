#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_inline_extension_condition(const ScaleSet& set, RuleContext& context) {
  for (const auto& extension : set.extensions) {
    if (!extension.is_inline) continue;
    for (const char* key : {"condition", "dependsOn", "apiVersion", "location", "copy"}) {
      const Property misplaced = extension.entry[key];
      if (!misplaced.name().empty()) context.report(set, extension, name_of(misplaced), "`" + std::string(key) + "` belongs to resources, not to an inline extension").help("make it a resource of its own, or build the list with if()");
    }
  }
}

FLEETLINT_RULE(inline_extension_condition) = {
    .id = "FL-EXT-027",
    .name = "inline-extension-condition",
    .title = "A condition inside an inline extension object is not a resource condition",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension schema",
    .page = R"md(A condition inside an inline extension object is not a resource condition.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.extensionProfile.extensions[] has key condition, dependsOn, apiVersion, location or copy next to name/properties (those belong to resources).

## Example

Flagged: `extensions:[{condition:"[…]",name:…}]`.

Fine: `if()/filter on the array, or a child resource with condition`.

## Fix

Turn into a child resource with condition, or build the array with if(). A proposal: its owner decides.

Azure says: `Could not find member 'condition' on object of type 'VMScaleSetVMExtension'`

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- issue azure-docs#29821)md",
    .check_scale_set = check_inline_extension_condition,
};

}  // namespace fleetlint::rules
