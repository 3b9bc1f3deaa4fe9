#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_surge_replaces_local_state(const ScaleSet& set, RuleContext& context) {
  const Property surge = set.upgrade.rolling["maxSurge"];
  if (surge.is_true() != Tri::yes) return;
  for (const auto& disk : set.profile("storageProfile.dataDisks").items().certain) {
    const Tri kept = set.is_flexible() && disk["deleteOption"].equals("Detach");
    if ((disk["createOption"].is_one_of({"Empty", "FromImage"}) && !kept) != Tri::yes) continue;
    context.report(set, surge, "`maxSurge` replaces instances, so what is on their data disks is lost").note(disk, "a data disk that goes with its instance").help("drop `maxSurge` or keep state off the instances");
    return;
  }
}

FLEETLINT_RULE(surge_replaces_local_state) = {
    .id = "FL-UPG-026",
    .name = "surge-replaces-local-state",
    .title = "Max surge replaces instances, so data disks created empty are lost",
    .severity = Severity::warning,
    .outcome = Outcome::data_loss,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(Max surge replaces instances, so data disks created empty are lost.

Data on the machines is lost.

## When

properties.upgradePolicy.rollingUpgradePolicy.maxSurge == true and properties.virtualMachineProfile.storageProfile.dataDisks[] has an entry with createOption Empty or FromImage that is not kept; an entry is kept when the set is Flexible and its deleteOption is Detach.

## Example

Flagged: `maxSurge:true, dataDisks:[{createOption:"Empty"}]`.

Fine: `maxSurge:false or no data disks`.

## Fix

Drop maxSurge or move state off the instance. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: max surge creates new instances and deletes the old ones
- own inference)md",
    .check_scale_set = check_surge_replaces_local_state,
};

}  // namespace fleetlint::rules
