#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_unpinned_install(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    for (const auto& command : commands(*use.extension))
      if (installs_newest(symbolic(command).text("?"))) report(context, use, command, "the command installs whatever is newest that day").help("name versions");
}

FLEETLINT_RULE(unpinned_install) = {
    .id = "FL-CSE-022",
    .name = "unpinned-install",
    .title = "Start-up work installs whatever is newest that day",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension upgrade",
    .page = R"md(Start-up work installs whatever is newest that day.

Advice: it works, but is easy to get wrong or harder to operate.

## When

command has curl|wget … | (ba)sh, pip/npm/choco install without version, docker pull/run :latest or no tag.

## Example

Flagged: `curl x | bash`.

Fine: `pinned`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own inference)md",
    .check_model = check_unpinned_install,
};

}  // namespace fleetlint::rules
