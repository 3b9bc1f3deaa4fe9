#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_eviction_policy_without_spot(const ScaleSet& set, RuleContext& context) {
  const Property priority = set.profile("priority"), policy = set.profile("evictionPolicy");
  if ((policy.present() && (priority.equals("Regular") || !priority.present())) == Tri::yes) context.report(set, policy, "an eviction policy on a set that is not Spot").note(priority, "the priority is Regular, or not stated");
}

FLEETLINT_RULE(eviction_policy_without_spot) = {
    .id = "FL-SPT-002",
    .name = "eviction-policy-without-spot",
    .title = "Eviction policy on a regular set",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "capacity",
    .page = R"md(Eviction policy on a regular set.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.evictionPolicy present (null counts as absent) and priority Regular/absent.

## Example

Flagged: `evictionPolicy:"Delete" alone`.

Fine: `priority:"Spot"`.

## Fix

Remove.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema text
- peer azurerm)md",
    .check_scale_set = check_eviction_policy_without_spot,
};

}  // namespace fleetlint::rules
