#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_schedule_without_user_schedule_flag(const FleetModel& model, RuleContext& context) {
  for (const auto& assignment : maintenance_assignments(model)) {
    if (assignment.scope.equals("InGuestPatch") != Tri::yes || !assignment.binds_target() || !assignment.target->is("microsoft.compute/virtualmachines")) continue;
    const Resource& machine = *assignment.target;
    const Property windows = machine["properties.osProfile.windowsConfiguration"], linux_block = machine["properties.osProfile.linuxConfiguration"];
    const Property settings = windows.is_absent() ? linux_block["patchSettings"] : windows["patchSettings"];
    const Property mode = settings["patchMode"], flag = settings["automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule"];
    if ((!mode.equals("AutomaticByPlatform") || !flag.is_true()) != Tri::yes) continue;
    context.report(machine, mode.equals("AutomaticByPlatform") == Tri::yes ? flag : mode, "a patch schedule is assigned, but the machine will not follow it").note(assignment.resource->where(), "the assignment").help("`patchMode: 'AutomaticByPlatform'` and `bypassPlatformSafetyChecksOnUserSchedule: true`");
  }
}

FLEETLINT_RULE(schedule_without_user_schedule_flag) = {
    .id = "FL-GPT-013",
    .name = "schedule-without-user-schedule-flag",
    .title = "Patch schedule assigned to a VM whose orchestration mode will not follow it",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "guest-patching maintenance",
    .page = R"md(Patch schedule assigned to a VM whose orchestration mode will not follow it.

Nothing is refused, but machines silently stay as they are.

## When

InGuestPatch assignment targets a Microsoft.Compute/virtualMachines (or Flexible set member) with patchMode != AutomaticByPlatform or bypass flag not true.

## Example

Flagged: `assignment + AutomaticByOS`.

Fine: `customer managed schedules (AutomaticByPlatform + flag true)`.

## Fix

Set both properties.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Update options in Azure Update Manager)md",
    .check_model = check_schedule_without_user_schedule_flag,
};

}  // namespace fleetlint::rules
