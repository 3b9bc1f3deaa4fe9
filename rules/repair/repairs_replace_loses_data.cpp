#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_repairs_replace_loses_data(const ScaleSet& set, RuleContext& context) {
  const Property action = set["properties.automaticRepairsPolicy.repairAction"];
  if ((set.has_repairs() && (action.equals("Replace") || !action.present())) != Tri::yes) return;
  for (const auto& disk : set.profile("storageProfile.dataDisks").items().certain) {
    const Tri kept = set.is_flexible() && disk["deleteOption"].equals("Detach");
    if (kept != Tri::no) continue;
    context.report(set, action, action.is_absent() ? "repairs replace instances by default, and their data disks are lost" : "repairs replace instances, and their data disks are lost").note(disk, "a data disk").help("use `repairAction: 'Reimage'` or `'Restart'` (API version 2021-11-01 or later)");
    return;
  }
}

FLEETLINT_RULE(repairs_replace_loses_data) = {
    .id = "FL-RPR-004",
    .name = "repairs-replace-loses-data",
    .title = "Repair action Replace deletes data disks and local state",
    .severity = Severity::warning,
    .outcome = Outcome::data_loss,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "repair",
    .page = R"md(Repair action Replace deletes data disks and local state.

Data on the machines is lost.

## When

properties.automaticRepairsPolicy.enabled and repairAction Replace or absent (default) and properties.virtualMachineProfile.storageProfile.dataDisks has an element that is not kept; an element is kept when the set is Flexible and its deleteOption is Detach.

## Example

Flagged: `dataDisks + Replace`.

Fine: `Restart or Reimage, or detach option`.

## Fix

RepairAction Reimage/Restart (api >= 2021-11-01). A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor page on automatic instance repairs)md",
    .check_scale_set = check_repairs_replace_loses_data,
};

}  // namespace fleetlint::rules
