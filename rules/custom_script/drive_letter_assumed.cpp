#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_drive_letter_assumed(const ScaleSet& set, RuleContext& context) {
  if ((set.os_upgrade_on() && set.is_windows()) != Tri::yes || set.profile("storageProfile.dataDisks").is_empty() != Tri::no) return;
  bool configures = false;
  for (const auto& extension : set.extensions) configures = configures || (is_custom_script(extension) || is_desired_state(extension)) == Tri::yes;
  const auto say = [&](FindingBuilder finding) {
    finding.note(set.profile("storageProfile.dataDisks"), "the data disks");
    if (!configures) finding.severity(Severity::info);
  };
  for (const auto& extension : set.extensions)
    for (const auto* place : {&extension.settings, &extension.protected_settings})
      walk_strings(*place, [&](const Property& text) {
        if (names_data_drive(symbolic(text).text("?"))) say(context.report(set, extension, text, "the letter of a data disk can change with an OS upgrade"));
      });
  const Property data = set.profile("osProfile.customData");
  const auto* value = data.value();
  std::string text = symbolic(data).text("?");
  if (value != nullptr && value->is_string())
    if (auto plain = decode_base64(value->as_string())) text = *plain;
  if (!data.is_absent() && names_data_drive(text)) say(context.report(set, data, "the letter of a data disk can change with an OS upgrade"));
}

FLEETLINT_RULE(drive_letter_assumed) = {
    .id = "FL-CSE-021",
    .name = "drive-letter-assumed",
    .title = "Windows start-up work relies on data-disk letters that an OS upgrade can shuffle",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "extension upgrade",
    .page = R"md(Windows start-up work relies on data-disk letters that an OS upgrade can shuffle.

The upgrade starts and then fails or stops half way.

## When

automatic OS image upgrade is on and the system is Windows and properties.virtualMachineProfile.storageProfile.dataDisks non-empty and a command, settings value or customData mentions a path [E-Ze-z]:\ whose letter has no letter or digit before it. Severity info when the set has neither custom script nor DSC.

## Example

Flagged: `F:\app in command, data disks`.

Fine: `boot script that assigns letters`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_drive_letter_assumed,
};

}  // namespace fleetlint::rules
