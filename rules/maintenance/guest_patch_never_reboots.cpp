#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_guest_patch_never_reboots(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    const Property reboot = (*configuration)["properties.installPatches.rebootSetting"];
    if (!configuration->is_existing() && reboot.equals("Never") == Tri::yes) context.report(*configuration, reboot, "the schedule never reboots machines: patches do not take effect").fix_value(reboot, "IfRequired");
  }
}

FLEETLINT_RULE(guest_patch_never_reboots) = {
    .id = "FL-MNT-014",
    .name = "guest-patch-never-reboots",
    .title = "Schedule never reboots machines",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "maintenance guest-patching security",
    .page = R"md(Schedule never reboots machines.

Nothing is refused, but machines silently stay as they are.

## When

installPatches.rebootSetting == Never.

## Example

Flagged: `Never`.

Fine: `IfRequired`.

## Fix

IfRequired.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_model = check_guest_patch_never_reboots,
};

}  // namespace fleetlint::rules
