#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_custom_script_legacy_linux(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    if (use.extension->is("Microsoft.OSTCExtensions", "CustomScriptForLinux") == Tri::yes) report(context, use, use.extension->type, "the first Linux custom script is no longer developed").help("use `Microsoft.Azure.Extensions`, `CustomScript`, version 2.1");
}

FLEETLINT_RULE(custom_script_legacy_linux) = {
    .id = "FL-CSE-002",
    .name = "custom-script-legacy-linux",
    .title = "First-generation Linux custom script",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(First-generation Linux custom script.

The upgrade starts and then fails or stops half way.

## When

publisher Microsoft.OSTCExtensions and type CustomScriptForLinux.

## Example

Flagged: `legacy`.

Fine: `Microsoft.Azure.Extensions CustomScript 2.1`.

## Fix

New publisher, version 2.1, check settings. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows
- Microsoft Learn training: update applications of a scale set with the custom script extension)md",
    .check_model = check_custom_script_legacy_linux,
};

}  // namespace fleetlint::rules
