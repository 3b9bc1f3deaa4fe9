#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_command_file_not_downloaded(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    if (is_custom_script(extension) != Tri::yes || !extension.properties["protectedSettingsFromKeyVault"].is_absent()) continue;
    const Items open = extension.settings["fileUris"].items(), closed = extension.protected_settings["fileUris"].items();
    if (!open.is_complete() || !closed.is_complete()) continue;
    std::vector<std::string> delivered;
    bool known = true;
    for (const auto* list : {&open, &closed})
      for (const auto& url : list->certain) {
        const auto name = base_name_of_url(symbolic(url));
        known = known && name.has_value();
        if (name) delivered.push_back(*name);
      }
    if (!known) continue;
    const bool windows = is_windows_custom_script(extension) == Tri::yes;
    for (const auto& command : commands(extension)) {
      const auto text = command.text();
      if (!text || !equal_ignoring_case(command.name(), "commandToExecute")) continue;
      const auto missing = file_not_delivered(*text, delivered, windows);
      if (!missing) continue;
      auto finding = report(context, use, command, "the command runs `" + *missing + "`, which no URL delivers");
      if (const auto close = nearest(*missing, delivered)) finding.help("`" + *close + "` is delivered");
    }
  }
}

FLEETLINT_RULE(command_file_not_downloaded) = {
    .id = "FL-CSE-017",
    .name = "command-file-not-downloaded",
    .title = "Command runs a file that no URL delivers",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(Command runs a file that no URL delivers.

The upgrade starts and then fails or stops half way.

## When

commandToExecute fully known; script file token (*.sh, *.ps1, *.py, *.cmd, *.bat, relative path) whose base name is in no fileUris[] base name (query removed; exact on Linux, ignoring case on Windows) and not created earlier in the command (output file of a download, redirection, copy or move); fileUris fully known (absent = empty). An earlier step that unpacks an archive, clones a repository, installs a package or changes the folder makes the files unknown: no finding. Absolute paths are not judged.

## Example

Flagged: `./install.sh with fileUris [setup.sh]`.

Fine: `names equal (case-sensitive)`.

## Fix

Nearest base name. A proposal: its owner decides.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension (names must fit)
- own inference)md",
    .check_model = check_command_file_not_downloaded,
};

}  // namespace fleetlint::rules
