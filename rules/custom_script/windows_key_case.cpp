#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_windows_key_case(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    if (is_windows_custom_script(*use.extension) != Tri::yes) continue;
    for (const auto* place : {&use.extension->settings, &use.extension->protected_settings})
      for (const auto& member : place->members()) {
        for (const std::string_view right : {"commandToExecute", "fileUris", "timestamp", "storageAccountName", "storageAccountKey", "managedIdentity"})
          if (member.name() != right && (equal_ignoring_case(member.name(), right) || (right == "fileUris" && equal_ignoring_case(member.name(), "filesUris"))))
            report(context, use, name_of(member), "the Windows custom script does not know `" + std::string(member.name()) + "`").help("write `" + std::string(right) + "`").fix("rename to `" + std::string(right) + "`", member.name_location(), std::string(right), true);
      }
  }
}

FLEETLINT_RULE(windows_key_case) = {
    .id = "FL-CSE-023",
    .name = "windows-key-case",
    .title = "Windows custom script keys are case-sensitive",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "extension schema",
    .page = R"md(Windows custom script keys are case-sensitive.

The upgrade starts and then fails or stops half way.

## When

Windows type and settings key equals a known key only ignoring case (FileUris, CommandToExecute, filesUris…).

## Example

Flagged: `FileUris`.

Fine: `fileUris`.

## Fix

Fix case.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_windows_key_case,
};

}  // namespace fleetlint::rules
