#include "fleetlint/rules/rule.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_configuration_unassigned(const FleetModel& model, RuleContext& context) {
  const auto assignments = maintenance_assignments(model);
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    if (configuration->is_existing()) continue;
    bool used = false;
    for (const auto& assignment : assignments) used = used || assignment.configuration == configuration || assignment.configuration_reference.type.empty();
    if (!used) context.report(*configuration, configuration->body(), "nothing here is assigned to this configuration");
  }
}

FLEETLINT_RULE(configuration_unassigned) = {
    .id = "FL-MNT-015",
    .name = "configuration-unassigned",
    .title = "Maintenance configuration is assigned to nothing here",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "maintenance",
    .page = R"md(Maintenance configuration is assigned to nothing here.

Advice: it works, but is easy to get wrong or harder to operate.

## When

configuration in deployment without assignment referring to it.

## Example

Flagged: a configuration that no assignment names.

Fine: a configuration with an assignment.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- own inference)md",
    .check_model = check_configuration_unassigned,
};

}  // namespace fleetlint::rules
