#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// Settings of extensions, tags and the like may hold any name.
bool is_free_form(const Property& property) {
  for (const std::string_view name : {"settings", "protectedSettings", "tags", "userAssignedIdentities"})
    if (equal_ignoring_case(property.name(), name)) return true;
  return false;
}

bool is_flag(std::string_view name) {
  for (const std::string_view flag : {"enableAutomaticOSUpgrade", "disableAutomaticRollback", "useRollingUpgradePolicy"})
    if (equal_ignoring_case(flag, name)) return true;
  return false;
}

}  // namespace

static void check_os_upgrade_flag_misplaced(const ScaleSet& set, RuleContext& context) {
  const std::string home = "properties.upgradePolicy.automaticOSUpgradePolicy";
  walk_properties(set["properties"], [&](const Property& property) {
    if (is_free_form(property)) return false;
    // In a block that stands outside `upgradePolicy` the block is what is wrong.
    for (const std::string_view block : {std::string_view(home), std::string_view("properties.automaticOSUpgradePolicy"), std::string_view("properties.virtualMachineProfile.automaticOSUpgradePolicy")})
      if (equal_ignoring_case(property.path(), block)) return false;
    if (is_flag(property.name()) && !property.is_absent())
      context.report(set, name_of(property), "`" + std::string(property.name()) + "` has no effect here").help("it belongs into `" + home + "`");
    return true;
  });
  for (const char* place : {"", "properties.", "properties.virtualMachineProfile."})
    for (const char* block : {"automaticOSUpgradePolicy", "rollingUpgradePolicy"}) {
      const Property misplaced = set[std::string(place) + block];
      if (misplaced.present() != Tri::yes) continue;
      context.report(set, name_of(misplaced), "`" + std::string(block) + "` stands outside `upgradePolicy`").help("it belongs into `properties.upgradePolicy`");
    }
}

FLEETLINT_RULE(os_upgrade_flag_misplaced) = {
    .id = "FL-UPG-031",
    .name = "os-upgrade-flag-misplaced",
    .title = "enableAutomaticOSUpgrade sits outside automaticOSUpgradePolicy",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "upgrade schema",
    .page = R"md(enableAutomaticOSUpgrade sits outside automaticOSUpgradePolicy.

Azure refuses the deployment or the upgrade.

## When

Key enableAutomaticOSUpgrade / disableAutomaticRollback / useRollingUpgradePolicy found at properties.upgradePolicy.*, properties.*, properties.virtualMachineProfile.*, or properties.upgradePolicy.rollingUpgradePolicy.*; or automaticOSUpgradePolicy/rollingUpgradePolicy found directly in the resource, in properties or in properties.virtualMachineProfile. Free-form objects (tags, settings and protectedSettings of extensions) and other resource types are not searched.

## Example

Flagged: `upgradePolicy:{enableAutomaticOSUpgrade:true}`.

Fine: `upgradePolicy:{automaticOSUpgradePolicy:{enableAutomaticOSUpgrade:true}}`.

## Fix

Move the key.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- schema: published resource type index)md",
    .check_scale_set = check_os_upgrade_flag_misplaced,
};

}  // namespace fleetlint::rules
