#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_os_disk_standard_hdd(const ScaleSet& set, RuleContext& context) {
  const Property type = set.profile("storageProfile.osDisk.managedDisk.storageAccountType");
  if (type.equals("Standard_LRS") == Tri::yes) context.report(set, type, "the OS disk is a standard hard disk").help("`StandardSSD_LRS` or better");
}

FLEETLINT_RULE(os_disk_standard_hdd) = {
    .id = "FL-GOV-007",
    .name = "os-disk-standard-hdd",
    .title = "OS disk on Standard HDD",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity",
    .page = R"md(OS disk on Standard HDD.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.virtualMachineProfile.storageProfile.osDisk.managedDisk.storageAccountType == Standard_LRS.

## Example

Flagged: `Standard_LRS`.

Fine: `Premium_LRS`.

## Fix

Premium_LRS. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- peer APRL
- data Azure/EOL service_list.json (OS disks on Standard HDD retire 2028-09-08))md",
    .check_scale_set = check_os_disk_standard_hdd,
};

}  // namespace fleetlint::rules
