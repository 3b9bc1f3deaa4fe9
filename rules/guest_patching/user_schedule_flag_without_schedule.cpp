#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_user_schedule_flag_without_schedule(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    if (resource.is_existing() || (!resource.is("microsoft.compute/virtualmachinescalesets") && !resource.is("microsoft.compute/virtualmachines"))) continue;
    const std::string profile = resource.is("microsoft.compute/virtualmachines") ? "properties.osProfile." : "properties.virtualMachineProfile.osProfile.";
    for (const char* block : {"windowsConfiguration", "linuxConfiguration"}) {
      const Property flag = resource[profile + block + ".patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule"];
      if (flag.is_true() != Tri::yes || is_scheduled(model, resource, "InGuestPatch") != Tri::no) continue;
      auto finding = context.report(resource, flag, "patching is handed to a user schedule, and no schedule is assigned here").help("assign a maintenance configuration of scope InGuestPatch");
      if (!context.setting_true("deploymentIsComplete")) finding.severity(Severity::info);
    }
  }
}

FLEETLINT_RULE(user_schedule_flag_without_schedule) = {
    .id = "FL-GPT-012",
    .name = "user-schedule-flag-without-schedule",
    .title = "Patching is handed to a user schedule that does not exist",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "guest-patching maintenance",
    .settings = "deploymentIsComplete=false",
    .page = R"md(Patching is handed to a user schedule that does not exist.

Nothing is refused, but machines silently stay as they are.

## When

automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule == true and no InGuestPatch assignment in the deployment covers the resource (resourceId or filter). The finding is certain: what counts is that the deployment holds no such assignment; that one may exist elsewhere only lowers the severity.

## Example

Flagged: `flag true, no assignment`.

Fine: the flag and an assignment of scope InGuestPatch.

## Fix

Add assignment. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding. Assignment may live elsewhere: info unless the setting `deploymentIsComplete` is true.

## Sources

- Microsoft Learn: Update options in Azure Update Manager
- doc: scenario table)md",
    .check_model = check_user_schedule_flag_without_schedule,
};

}  // namespace fleetlint::rules
