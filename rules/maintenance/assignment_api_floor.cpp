#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_assignment_api_floor(const FleetModel& model, RuleContext& context) {
  for (const auto* assignment : model.of_type("microsoft.maintenance/configurationassignments")) {
    const Property filter = (*assignment)["properties.filter"];
    const auto& version = assignment->api_version();
    if (!assignment->is_existing() && filter.present() == Tri::yes && version && *version < *parse_api_version("2023-04-01"))
      context.report(*assignment, filter, "a dynamic scope needs API version 2023-04-01").element("properties.filter").note(assignment->api_version_property(), "the API version").fix_value(assignment->api_version_property(), "2023-04-01");
  }
}

FLEETLINT_RULE(assignment_api_floor) = {
    .id = "FL-MNT-016",
    .name = "assignment-api-floor",
    .title = "Dynamic scope filter needs a newer API",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "maintenance schema",
    .page = R"md(Dynamic scope filter needs a newer API.

Azure refuses the deployment or the upgrade.

## When

configurationAssignments properties.filter present and apiVersion < 2023-04-01.

## Example

Flagged: `2021-05-01 + filter`.

Fine: `2023-04-01`.

## Fix

Raise apiVersion.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_model = check_assignment_api_floor,
};

}  // namespace fleetlint::rules
