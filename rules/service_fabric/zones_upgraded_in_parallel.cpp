#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_zones_upgraded_in_parallel(const FleetModel& model, RuleContext& context) {
  for (const auto* cluster : model.of_type("microsoft.servicefabric/clusters")) {
    if (cluster->is_existing()) continue;
    for (const char* name : {"properties.sfZonalUpgradeMode", "properties.vmssZonalUpgradeMode"})
      if ((*cluster)[name].equals("Parallel") == Tri::yes)
        context.report(*cluster, (*cluster)[name], "upgrades run in all zones at the same time").help("`Hierarchical` takes one zone after the other");
  }
}

FLEETLINT_RULE(zones_upgraded_in_parallel) = {
    .id = "FL-SF-028",
    .name = "zones-upgraded-in-parallel",
    .title = "Cluster or scale set upgrades run in all zones at the same time",
    .severity = Severity::info,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric zones",
    .page = R"md(Cluster or scale set upgrades run in all zones at the same time.

More machines than expected can be out of service at the same time.

## When

SF cluster sfZonalUpgradeMode == Parallel or vmssZonalUpgradeMode == Parallel.

## Example

Flagged: `Parallel`.

Fine: `Hierarchical`.

## Fix

Hierarchical. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_zones_upgraded_in_parallel,
};

}  // namespace fleetlint::rules
