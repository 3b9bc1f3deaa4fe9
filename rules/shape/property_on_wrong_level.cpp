#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_set(const ScaleSet& set, RuleContext& context) {
  const auto misplaced = [&](const Property& property, const char* home) {
    if (property.name().empty() || property.is_absent()) return;
    context.report(set, name_of(property), "`" + std::string(property.name()) + "` stands on the wrong level").element(to_lower(property.path())).help(std::string("it belongs into ") + home);
  };
  for (const char* name : {"zones", "sku", "plan", "identity"}) misplaced(set[std::string("properties.") + name], "the resource itself, beside `properties`");
  for (const char* name : {"upgradePolicy", "overprovision", "virtualMachineProfile"}) misplaced(set[name], "`properties`");
  for (const char* name : {"extensionProfile", "networkProfile"}) misplaced(set[std::string("properties.") + name], "`properties.virtualMachineProfile`");
  for (const auto& nic : set.network_interfaces()) {
    misplaced(nic["healthProbe"], "`networkProfile`");
    misplaced(nic["properties.healthProbe"], "`networkProfile`");
  }
}

static void check_property_on_wrong_level(const FleetModel& model, RuleContext& context) {
  for (const auto& set : model.scale_sets) check_set(set, context);
  for (const auto& use : extension_uses(model, Hosts::scale_sets))
    for (const char* name : {"enableAutomaticUpgrade", "typeHandlerVersion"}) {
      const Property misplaced = use.extension->entry[name];
      if (misplaced.name().empty() || misplaced.is_absent()) continue;
      const std::string message = "`" + std::string(misplaced.name()) + "` stands on the wrong level";
      auto finding = use.extension->is_inline ? report(context, use, name_of(misplaced), message) : context.report(*use.extension->resource, name_of(misplaced), message);
      finding.element(to_lower(misplaced.path())).help("it belongs into `properties` of the extension");
    }
}

FLEETLINT_RULE(property_on_wrong_level) = {
    .id = "FL-SCH-005",
    .name = "property-on-wrong-level",
    .title = "Known block placed on the wrong level",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "schema",
    .suppressed_by = "FL-EXT-027 FL-UPG-031",
    .page = R"md(Known block placed on the wrong level.

Azure refuses the deployment or the upgrade.

## When

zones, sku, plan, identity under properties; upgradePolicy, overprovision, virtualMachineProfile at top level; extensionProfile or networkProfile directly under properties; healthProbe under properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[]; enableAutomaticUpgrade or typeHandlerVersion beside properties of an extension.

## Example

Flagged: `properties:{zones:["1"]}`.

Fine: `zones:["1"]`.

## Fix

Move the block.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- schema: published resource type index)md",
    .check_model = check_property_on_wrong_level,
};

}  // namespace fleetlint::rules
