#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_custom_script_inline_limits(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    for (const auto* place : {&extension.settings, &extension.protected_settings}) {
      const Property script = place->at("script");
      if ((is_windows_custom_script(extension) && script.present()) == Tri::yes) report(context, use, script, "the Windows custom script takes no inline `script`").help("use `commandToExecute`");
      else if (is_linux_custom_script(extension) == Tri::yes && script.text() && script.text()->size() > 262144) report(context, use, script, "the inline script is longer than 256 KB");
    }
  }
}

FLEETLINT_RULE(custom_script_inline_limits) = {
    .id = "FL-CSE-005",
    .name = "custom-script-inline-limits",
    .title = "Inline script on Windows or above 256 KB",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension",
    .page = R"md(Inline script on Windows or above 256 KB.

Azure refuses the deployment or the upgrade.

## When

script on the Windows type; or base64 text of script longer than 262144 characters.

## Example

Flagged: `script on CustomScriptExtension`.

Fine: `commandToExecute`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_custom_script_inline_limits,
};

}  // namespace fleetlint::rules
