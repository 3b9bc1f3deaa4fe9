#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_spot_eviction_policy_unset(const ScaleSet& set, RuleContext& context) {
  const Property priority = set.profile("priority"), policy = set.profile("evictionPolicy");
  if ((priority.equals("Spot") && !policy.present()) == Tri::yes) context.report(set, priority, "Spot without `evictionPolicy`: evicted instances are deallocated, and count against the quota").help("state `Delete` or `Deallocate`");
}

FLEETLINT_RULE(spot_eviction_policy_unset) = {
    .id = "FL-SPT-001",
    .name = "spot-eviction-policy-unset",
    .title = "Spot set without a stated eviction policy",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Spot set without a stated eviction policy.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.virtualMachineProfile.priority == Spot and properties.virtualMachineProfile.evictionPolicy absent or null (default Deallocate).

## Example

Flagged: `priority: 'Spot' without evictionPolicy`.

Fine: `Delete or Deallocate stated`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index
- peer)md",
    .check_scale_set = check_spot_eviction_policy_unset,
};

}  // namespace fleetlint::rules
