#include "fleetlint/rules/rule.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_arc_no_maintenance_configuration(const FleetModel& model, RuleContext& context) {
  for (const auto* machine : model.of_type("microsoft.hybridcompute/machines"))
    if (!machine->is_existing() && is_scheduled(model, *machine, "InGuestPatch") == Tri::no) context.report(*machine, machine->body(), "no patch schedule is assigned to this Arc machine");
}

FLEETLINT_RULE(arc_no_maintenance_configuration) = {
    .id = "FL-ARC-010",
    .name = "arc-no-maintenance-configuration",
    .title = "Arc machine without a patch schedule",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "arc maintenance",
    .page = R"md(Arc machine without a patch schedule.

Nothing is refused, but machines silently stay as they are.

## When

HybridCompute/machines in the deployment without InGuestPatch assignment.

## Example

Flagged: an Arc machine without an assignment of scope InGuestPatch.

Fine: `assignment`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- peer PSRule
- Microsoft Learn: Update options in Azure Update Manager)md",
    .check_model = check_arc_no_maintenance_configuration,
};

}  // namespace fleetlint::rules
