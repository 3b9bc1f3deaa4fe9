#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_custom_script_no_command(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    if (is_custom_script(extension) != Tri::yes || !extension.properties["protectedSettingsFromKeyVault"].is_absent()) continue;
    Tri runs = Tri::no;
    for (const auto* place : {&extension.settings, &extension.protected_settings})
      for (const char* key : {"commandToExecute", "script"}) runs = runs || place->at(key).present();
    if (runs == Tri::no) report(context, use, extension.settings, "the custom script has nothing to run").help("state `commandToExecute`");
  }
}

FLEETLINT_RULE(custom_script_no_command) = {
    .id = "FL-CSE-004",
    .name = "custom-script-no-command",
    .title = "Custom script with nothing to run",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension",
    .suppressed_by = "FL-CSE-005",
    .page = R"md(Custom script with nothing to run.

Azure refuses the deployment or the upgrade.

## When

neither commandToExecute nor script in settings or protectedSettings. With protectedSettingsFromKeyVault the protected settings are unknown: no finding.

## Example

Flagged: `fileUris only`.

Fine: `commandToExecute`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_custom_script_no_command,
};

}  // namespace fleetlint::rules
