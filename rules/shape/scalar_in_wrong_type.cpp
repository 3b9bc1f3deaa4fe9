#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {
namespace {

constexpr const char* boolean_names[] = {"enableAutomaticOSUpgrade", "disableAutomaticRollback", "useRollingUpgradePolicy", "osRollingUpgradeDeferral", "overprovision", "singlePlacementGroup", "zoneBalance",
                                         "enableAutomaticUpdates", "provisionVMAgent", "autoUpgradeMinorVersion", "enableAutomaticUpgrade", "suppressFailures", "maxSurge", "enableCrossZoneUpgrade",
                                         "prioritizeUnhealthyInstances", "rollbackFailedInstancesOnPolicyBreach", "disablePasswordAuthentication", "doNotRunExtensionsOnOverprovisionedVMs", "primary",
                                         "enableAcceleratedNetworking", "isPrimary", "isStateless", "multipleAvailabilityZones"};
constexpr const char* integer_names[] = {"capacity", "maxBatchInstancePercent", "maxUnhealthyInstancePercent", "maxUnhealthyUpgradedInstancePercent", "platformFaultDomainCount", "vmInstanceCount", "diskSizeGB", "lun"};

}  // namespace

static void check_scalar_in_wrong_type(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    const bool checked = resource.is("microsoft.compute/virtualmachinescalesets") || resource.is("microsoft.servicefabric/clusters") || resource.is("microsoft.maintenance/maintenanceconfigurations");
    if (resource.is_existing() || !checked) continue;
    walk_properties(resource.body(), [&](const Property& property) {
      if (equal_ignoring_case(property.name(), "settings") || equal_ignoring_case(property.name(), "protectedSettings") || equal_ignoring_case(property.name(), "tags")) return false;
      const auto text = property.text();
      if (!text) return true;
      for (const char* name : boolean_names)
        if (equal_ignoring_case(name, property.name()) && property.boolean()) context.report(resource, property, "`" + std::string(property.name()) + "` is given as text").help("write it without quotes");
      for (const char* name : integer_names)
        if (equal_ignoring_case(name, property.name()) && property.integer()) context.report(resource, property, "`" + std::string(property.name()) + "` is given as text").help("write it without quotes");
      return true;
    });
  }
}

FLEETLINT_RULE(scalar_in_wrong_type) = {
    .id = "FL-SCH-004",
    .name = "scalar-in-wrong-type",
    .title = "Boolean or number given as text",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "schema",
    .page = R"md(Boolean or number given as text.

Advice: it works, but is easy to get wrong or harder to operate.

## When

Known string "true"/"false" at a boolean path, or digits in quotes at an integer path (value is then evaluated as if converted).

## Example

Flagged: `enableAutomaticOSUpgrade:"true"`.

Fine: `enableAutomaticOSUpgrade: true`.

## Fix

Convert.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- corpus: 80 public scale set templates)md",
    .check_model = check_scalar_in_wrong_type,
};

}  // namespace fleetlint::rules
