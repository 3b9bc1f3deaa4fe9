#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_latest_without_os_upgrade(const ScaleSet& set, RuleContext& context) {
  const Property version = set.image()["version"];
  const Tri latest = version.test([](const eval::Value& value) { return tri(value.is_string() && equal_ignoring_case(trim(value.as_string()), "latest")); });
  const Tri several = set.has_autoscale() || set["sku.capacity"].greater_than(1);
  if (set.image_kind != ImageKind::platform || (latest && !set.os_upgrade_on() && several) != Tri::yes) return;
  context.report(set, version, "`latest` without OS image upgrade: each instance keeps the image of the day it was made, so the fleet gets mixed").help("switch OS image upgrade on");
}

FLEETLINT_RULE(latest_without_os_upgrade) = {
    .id = "FL-IMG-004",
    .name = "latest-without-os-upgrade",
    .title = "\"latest\" without OS upgrade gives a mixed fleet",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image",
    .page = R"md("latest" without OS upgrade gives a mixed fleet.

Nothing is refused, but machines silently stay as they are.

## When

the image is a marketplace image and lower(trim(properties.virtualMachineProfile.storageProfile.imageReference.version)) == latest and automatic OS image upgrade is off and (an autoscale setting targets the set or sku.capacity > 1).

## Example

Flagged: `version:"latest", no automaticOSUpgradePolicy`.

Fine: `+ enableAutomaticOSUpgrade:true`.

## Fix

Enable OS upgrade. A proposal: its owner decides.

Note: latest is resolved when an instance is created or reimaged; running instances are not touched.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_latest_without_os_upgrade,
};

}  // namespace fleetlint::rules
