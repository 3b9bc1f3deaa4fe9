#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_assignment_in_other_region(const FleetModel& model, RuleContext& context) {
  for (const auto& assignment : maintenance_assignments(model)) {
    if (assignment.configuration == nullptr || !assignment.binds_target() || assignment.scope.is_one_of({"Host", "OSImage"}) != Tri::yes) continue;
    const auto here = region_of((*assignment.configuration)["location"]), there = region_of((*assignment.target)["location"]);
    if (here && there && *here != *there)
      context.report(*assignment.configuration, (*assignment.configuration)["location"], "the configuration is in " + shown((*assignment.configuration)["location"]) + ", its target in " + shown((*assignment.target)["location"])).note((*assignment.target)["location"], "the target");
  }
}

FLEETLINT_RULE(assignment_in_other_region) = {
    .id = "FL-MNT-011",
    .name = "assignment-in-other-region",
    .title = "Configuration and target are in different regions",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "maintenance",
    .page = R"md(Configuration and target are in different regions.

Nothing is refused, but machines silently stay as they are.

## When

location of configuration != location of target for scopes Host, OSImage (InGuestPatch exempt), both known; region names compare without case and spaces (West Europe = westeurope).

## Example

Flagged: `westus vs eastus`.

Fine: both in westeurope.

## Fix

Align. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor page on maintenance configurations)md",
    .check_model = check_assignment_in_other_region,
};

}  // namespace fleetlint::rules
