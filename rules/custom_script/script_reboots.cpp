#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_script_reboots(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    if (is_custom_script(*use.extension) == Tri::yes)
      for (const auto& command : commands(*use.extension))
        if (reboots(script_text(command))) report(context, use, command, "the command reboots or stops the machine, and the extension then never reports success");
}

FLEETLINT_RULE(script_reboots) = {
    .id = "FL-CSE-018",
    .name = "script-reboots",
    .title = "Command reboots or shuts down the machine",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension",
    .page = R"md(Command reboots or shuts down the machine.

The upgrade starts and then fails or stops half way.

## When

the command runs reboot, shutdown, Restart-Computer, init 6 or systemctl reboot: the word stands in command position (start, after ; & | && ||, sudo, a quote or a shell's -c/-Command, also with a path such as /sbin/). Options and names that only contain the word (--no-reboot, /norestart, reboot-required, --shutdown-timeout) do not count.

## Example

Flagged: `… && reboot`.

Fine: `no reboot`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_script_reboots,
};

}  // namespace fleetlint::rules
