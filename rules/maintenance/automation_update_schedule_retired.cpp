#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_automation_update_schedule_retired(const FleetModel& model, RuleContext& context) {
  for (const auto* schedule : model.of_type("microsoft.automation/automationaccounts/softwareupdateconfigurations"))
    if (!schedule->is_existing()) context.report(*schedule, schedule->body(), "a schedule of the retired Automation update solution").help("use a maintenance configuration of scope InGuestPatch");
}

FLEETLINT_RULE(automation_update_schedule_retired) = {
    .id = "FL-MNT-017",
    .name = "automation-update-schedule-retired",
    .title = "Schedule of the retired Automation update solution",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "maintenance guest-patching",
    .page = R"md(Schedule of the retired Automation update solution.

Nothing is refused, but machines silently stay as they are.

## When

Resource Microsoft.Automation/automationAccounts/softwareUpdateConfigurations in the deployment.

## Example

Flagged: `softwareUpdateConfigurations`.

Fine: `maintenanceConfigurations InGuestPatch`.

## Fix

Maintenance configuration. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines) (describes the old solution)
- data Azure/EOL service_list.json (Log Analytics agent 2024-08-31))md",
    .check_model = check_automation_update_schedule_retired,
};

}  // namespace fleetlint::rules
