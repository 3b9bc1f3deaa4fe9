#include "fleetlint/rules/rule.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_os_window_without_os_upgrade(const FleetModel& model, RuleContext& context) {
  for (const auto& assignment : maintenance_assignments(model)) {
    if (assignment.scope.equals("OSImage") != Tri::yes || !assignment.binds_target()) continue;
    const auto* set = model.scale_set(*assignment.target);
    if (set == nullptr || set->os_upgrade_on() != Tri::no) continue;
    context.report(*set, set->upgrade.automatic_os["enableAutomaticOSUpgrade"], "a maintenance window for OS images is assigned, but OS image upgrade is off").note(assignment.resource->where(), "the assignment").help("switch OS image upgrade on");
  }
}

FLEETLINT_RULE(os_window_without_os_upgrade) = {
    .id = "FL-MNT-001",
    .name = "os-window-without-os-upgrade",
    .title = "Maintenance window for OS images on a set without OS upgrade",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance upgrade",
    .page = R"md(Maintenance window for OS images on a set without OS upgrade.

Nothing is refused, but machines silently stay as they are.

## When

configurationAssignments to a set (also in the older form with the type Microsoft.Compute/virtualMachineScaleSets/providers/configurationAssignments and a name that ends in /Microsoft.Maintenance/ and the name of the assignment), configuration maintenanceScope OSImage, automatic OS image upgrade is off.

## Example

Flagged: `OSImage assignment, AOU off`.

Fine: `AOU on`.

## Fix

Enable OS upgrade. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor page on maintenance configurations
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (windows matter))md",
    .check_model = check_os_window_without_os_upgrade,
};

}  // namespace fleetlint::rules
