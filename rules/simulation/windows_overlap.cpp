#include "fleetlint/rules/rule.h"
#include "maintenance_windows.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_windows_overlap(const FleetModel& model, RuleContext& context) {
  const auto assignments = maintenance_assignments(model);
  for (std::size_t i = 0; i < assignments.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      const auto& a = assignments[i];
      const auto& b = assignments[k];
      if (a.target == nullptr || a.target != b.target || a.configuration == nullptr || b.configuration == nullptr || a.configuration == b.configuration) continue;
      const auto meeting = first_overlap(*a.configuration, *b.configuration, context.now(), 35);
      if (!meeting) continue;
      context.report(*a.target, (*a.configuration)["properties.maintenanceWindow"], "the windows of `" + b.configuration->display_name() + "` and `" + a.configuration->display_name() + "` meet on " + format_instant(*meeting))
          .note((*b.configuration)["properties.maintenanceWindow"], "the other window")
          .note(a.target->where(), "both are assigned to this resource")
          .help("move one of them");
      break;
    }
}

FLEETLINT_RULE(windows_overlap) = {
    .id = "FL-SIM-006",
    .name = "windows-overlap",
    .title = "OS upgrade window overlaps a guest-patch or host window of the same machines",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance",
    .page = R"md(OS upgrade window overlaps a guest-patch or host window of the same machines.

Nothing is refused, but machines silently stay as they are.

## When

the maintenance configurations assigned to one scale set or machine (any two of OSImage, Host, InGuestPatch) have occurrences that intersect, as half-open intervals [start, start + duration) in UTC, within 35 days from now; there is no occurrence before startDateTime or from expirationDateTime on, and windows that only touch do not intersect.

## Example

Flagged: `both Sunday 02:00`.

Fine: `apart`.

## Fix

Shift. A proposal: its owner decides.

## What is unknown

Needs the simulator run; unknown capacity or durations use the configured fleet assumption and the finding is marked assumption=true; with no assumption configured, no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (concurrent maintenance))md",
    .check_model = check_windows_overlap,
};

}  // namespace fleetlint::rules
