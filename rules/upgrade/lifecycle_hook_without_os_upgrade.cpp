#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_lifecycle_hook_without_os_upgrade(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::no || is_before_api(*set.resource, "2025-11-01")) return;
  for (const auto& hook : set["properties.lifecycleHooksProfile.lifecycleHooks"].items().certain) {
    const Property type = hook["type"];
    const Tri of_upgrade = type.test([](const eval::Value& value) {
      return tri(value.is_string() && equal_ignoring_case(value.as_string().substr(0, 13), "UpgradeAutoOS"));
    });
    if (of_upgrade != Tri::yes) continue;
    context.report(set, type, "hook " + shown(type) + " never runs: OS image upgrade is off").help("switch OS image upgrade on or remove the hook");
  }
}

FLEETLINT_RULE(lifecycle_hook_without_os_upgrade) = {
    .id = "FL-UPG-029",
    .name = "lifecycle-hook-without-os-upgrade",
    .title = "OS-upgrade lifecycle hooks on a set with OS upgrade off",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(OS-upgrade lifecycle hooks on a set with OS upgrade off.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.lifecycleHooksProfile.lifecycleHooks[].type starts with UpgradeAutoOS and automatic OS image upgrade is off.

## Example

Flagged: `hooks set, enableAutomaticOSUpgrade:false`.

Fine: `both set`.

## Fix

Enable or remove. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema 2025-11-01)md",
    .check_scale_set = check_lifecycle_hook_without_os_upgrade,
};

}  // namespace fleetlint::rules
