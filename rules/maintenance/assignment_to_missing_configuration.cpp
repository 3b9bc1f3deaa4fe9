#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "dependencies.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_assignment_to_missing_configuration(const FleetModel& model, RuleContext& context) {
  for (const auto& assignment : maintenance_assignments(model)) {
    const auto& reference = assignment.configuration_reference;
    const Property id = (*assignment.resource)["properties.maintenanceConfigurationId"];
    if (!reference.type.empty() && reference.type != "microsoft.maintenance/maintenanceconfigurations") {
      context.report(*assignment.resource, id, "this id is not of a maintenance configuration");
      continue;
    }
    if (reference.type.empty() || !reference.own_group || model.find(reference).match != Tri::no) continue;
    bool waits_for_one = false;
    std::vector<std::string> names;
    for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
      if (configuration->is_existing()) continue;
      names.push_back(configuration->display_name());
      waits_for_one = waits_for_one || waits_for(model, *assignment.resource, *configuration) == Tri::yes;
    }
    if (!waits_for_one) continue;
    auto finding = context.report(*assignment.resource, id, "the deployment makes no maintenance configuration `" + reference.names.back().text() + "`");
    if (const auto close = nearest(reference.names.back().text(), names)) finding.help("did you mean `" + *close + "`?");
  }
}

FLEETLINT_RULE(assignment_to_missing_configuration) = {
    .id = "FL-MNT-010",
    .name = "assignment-to-missing-configuration",
    .title = "Assignment points at a configuration that is not there",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance",
    .page = R"md(Assignment points at a configuration that is not there.

Azure refuses the deployment or the upgrade.

## When

maintenanceConfigurationId is known (also as resourceId() with unknown names) and its resource type is not Microsoft.Maintenance/maintenanceConfigurations; or it names a configuration of the deployment's own resource group that no resource of the deployment declares, while dependsOn of the assignment (explicit) names a maintenanceConfigurations resource that the deployment does declare. An id of a configuration that the deployment does not declare is fine otherwise: configurations are normally made once and shared.

## Example

Flagged: `typo`.

Fine: the id of a maintenanceConfigurations resource.

## Fix

Nearest. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- ARM semantics)md",
    .check_model = check_assignment_to_missing_configuration,
};

}  // namespace fleetlint::rules
