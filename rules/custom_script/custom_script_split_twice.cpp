#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_custom_script_split_twice(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    if (is_custom_script(extension) != Tri::yes) continue;
    const auto& open = extension.settings;
    const auto& closed = extension.protected_settings;
    for (const char* key : {"commandToExecute", "script", "fileUris"})
      if ((open[key].present() && closed[key].present()) == Tri::yes) report(context, use, open[key], "`" + std::string(key) + "` stands in `settings` and in `protectedSettings`").note(closed[key], "the other one").help("keep it in `protectedSettings`");
    const Tri command = open["commandToExecute"].present() || closed["commandToExecute"].present(), script = open["script"].present() || closed["script"].present();
    if ((command && script) == Tri::yes) {
      const Property at = open["script"].is_present() ? open["script"] : closed["script"];
      report(context, use, at, "`commandToExecute` and `script` exclude each other").note(open["commandToExecute"].is_present() ? open["commandToExecute"] : closed["commandToExecute"], "the command");
    }
  }
}

FLEETLINT_RULE(custom_script_split_twice) = {
    .id = "FL-CSE-003",
    .name = "custom-script-split-twice",
    .title = "Command, script or file list given in both settings and protected settings",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(Command, script or file list given in both settings and protected settings.

Azure refuses the deployment or the upgrade.

## When

Custom script extension: commandToExecute (or script) in both settings and protectedSettings; fileUris in both; commandToExecute and script together. A member that evaluates to null counts as absent; a member that is there with an unknown value that cannot be null counts as present.

## Example

Flagged: commandToExecute in settings and in protectedSettings.

Fine: `one place`.

## Fix

Keep protectedSettings. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_custom_script_split_twice,
};

}  // namespace fleetlint::rules
