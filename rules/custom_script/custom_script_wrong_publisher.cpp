#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_custom_script_wrong_publisher(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    const auto publisher = extension.publisher.text(), type = extension.type.text();
    if (!publisher || !type || is_custom_script(extension) != Tri::yes) continue;
    if (is_windows_custom_script(extension) == Tri::yes || is_linux_custom_script(extension) == Tri::yes) continue;
    report(context, use, extension.type, "there is no custom script " + shown(extension.type) + " of publisher " + shown(extension.publisher)).note(extension.publisher, "the publisher").help("Linux: `Microsoft.Azure.Extensions` and `CustomScript`; Windows: `Microsoft.Compute` and `CustomScriptExtension`");
  }
}

FLEETLINT_RULE(custom_script_wrong_publisher) = {
    .id = "FL-CSE-001",
    .name = "custom-script-wrong-publisher",
    .title = "Custom script publisher and type do not fit",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension",
    .page = R"md(Custom script publisher and type do not fit.

Azure refuses the deployment or the upgrade.

## When

(Microsoft.Azure.Extensions, CustomScriptExtension) or (Microsoft.Compute, CustomScript) or other crossing of the two pairs.

## Example

Flagged: `Microsoft.Compute + CustomScript`.

Fine: `Microsoft.Azure.Extensions + CustomScript (Linux); Microsoft.Compute + CustomScriptExtension (Windows)`.

## Fix

Swap by OS.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension
- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_custom_script_wrong_publisher,
};

}  // namespace fleetlint::rules
