#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_lifecycle_hook_rejects(const ScaleSet& set, RuleContext& context) {
  if (is_before_api(*set.resource, "2025-11-01")) return;  // the API does not know hooks, which FL-API-002 tells
  for (const auto& hook : set["properties.lifecycleHooksProfile.lifecycleHooks"].items().certain) {
    const Property type = hook["type"], action = hook["defaultAction"];
    if ((type.is_one_of({"UpgradeAutoOSScheduling", "UpgradeAutoOSRollingBatchStarting"}) && action.equals("Reject")) != Tri::yes) continue;
    context.report(set, action, "hook " + shown(type) + " rejects the OS upgrade when nobody answers").help("let `defaultAction` be `Approve`");
  }
}

FLEETLINT_RULE(lifecycle_hook_rejects) = {
    .id = "FL-UPG-028",
    .name = "lifecycle-hook-rejects",
    .title = "An OS-upgrade lifecycle hook rejects by default",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(An OS-upgrade lifecycle hook rejects by default.

Nothing is refused, but machines silently stay as they are.

## When

properties.lifecycleHooksProfile.lifecycleHooks[] where type in {UpgradeAutoOSScheduling, UpgradeAutoOSRollingBatchStarting} and defaultAction == Reject.

## Example

Flagged: `lifecycleHooks:[{type:"UpgradeAutoOSScheduling",defaultAction:"Reject"}]`.

Fine: `defaultAction:"Approve"`.

## Fix

DefaultAction -> Approve. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema 2025-11-01)md",
    .check_scale_set = check_lifecycle_hook_rejects,
};

}  // namespace fleetlint::rules
