#include "fleetlint/rules/rule.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_guest_patch_schedule_on_scale_set(const FleetModel& model, RuleContext& context) {
  for (const auto& assignment : maintenance_assignments(model))
    if (assignment.scope.equals("InGuestPatch") == Tri::yes && assignment.target_type == "microsoft.compute/virtualmachinescalesets")
      context.report(*assignment.resource, (*assignment.resource)["properties.maintenanceConfigurationId"], "a guest-patch schedule does nothing on a scale set").note(assignment.scope, "the scope of the configuration").help("scale sets take scope OSImage; guest patching is for machines");
}

FLEETLINT_RULE(guest_patch_schedule_on_scale_set) = {
    .id = "FL-MNT-004",
    .name = "guest-patch-schedule-on-scale-set",
    .title = "Guest-patch schedule assigned to a scale set",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "maintenance guest-patching",
    .page = R"md(Guest-patch schedule assigned to a scale set.

Nothing is refused, but machines silently stay as they are.

## When

assignment scope/resourceId is a virtualMachineScaleSets and the configuration scope is InGuestPatch.

## Example

Flagged: `InGuestPatch -> vmss`.

Fine: `OSImage -> vmss; InGuestPatch -> machines`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor page on maintenance configurations
- Microsoft Learn: Update options in Azure Update Manager)md",
    .check_model = check_guest_patch_schedule_on_scale_set,
};

}  // namespace fleetlint::rules
