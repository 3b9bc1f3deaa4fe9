#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_isstateless_api_floor(const FleetModel& model, RuleContext& context) {
  for (const auto* cluster : model.of_type("microsoft.servicefabric/clusters")) {
    const auto& version = cluster->api_version();
    if (cluster->is_existing() || !version || *version >= *parse_api_version("2020-12-01-preview")) continue;
    for (const auto& node_type : (*cluster)["properties.nodeTypes"].items().certain)
      for (const char* name : {"isStateless", "multipleAvailabilityZones"}) {
        const Property property = node_type[name];
        if (property.present() != Tri::yes) continue;
        context.report(*cluster, property, "`" + std::string(name) + "` needs Service Fabric API version 2020-12-01-preview or later")
            .element(to_lower("properties.nodeTypes[]." + std::string(name)))
            .note(cluster->api_version_property(), "this resource uses `" + cluster->api_version_property().text_or("") + "`");
      }
  }
}

FLEETLINT_RULE(isstateless_api_floor) = {
    .id = "FL-SF-032",
    .name = "isstateless-api-floor",
    .title = "isStateless needs a newer Service Fabric API",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric schema",
    .page = R"md(isStateless needs a newer Service Fabric API.

Azure refuses the deployment or the upgrade.

## When

nodeTypes[].isStateless or multipleAvailabilityZones present and cluster apiVersion < 2020-12-01-preview.

## Example

Flagged: `2018-02-01 + isStateless`.

Fine: `2021-06-01`.

## Fix

Raise apiVersion.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_model = check_isstateless_api_floor,
};

}  // namespace fleetlint::rules
