#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_instance_protection_api(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    const Property policy = resource["properties.protectionPolicy"];
    if (!resource.is("microsoft.compute/virtualmachinescalesets/virtualmachines") || policy.present() != Tri::yes || !resource.api_version()) continue;
    for (const auto& set : model.scale_sets)
      if (!resource.names().empty() && equal(resource.names()[0], set.resource->names()[0]) == Tri::yes && set.is_flexible() == Tri::yes && *resource.api_version() < *parse_api_version("2023-09-01"))
        context.report(resource, policy, "instance protection on a Flexible set needs API version 2023-09-01");
  }
}

FLEETLINT_RULE(flex_instance_protection_api) = {
    .id = "FL-FLX-011",
    .name = "flex-instance-protection-api",
    .title = "Instance protection on Flexible needs API 2023-09-01",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::low,
    .fix = FixClass::yes,
    .tags = "schema",
    .page = R"md(Instance protection on Flexible needs API 2023-09-01.

Advice: it works, but is easy to get wrong or harder to operate.

## When

child virtualMachines protectionPolicy with the set is Flexible and apiVersion < 2023-09-01.

## Example

Flagged: `2022-11-01`.

Fine: `2023-09-01`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on orchestration modes)md",
    .check_model = check_flex_instance_protection_api,
};

}  // namespace fleetlint::rules
