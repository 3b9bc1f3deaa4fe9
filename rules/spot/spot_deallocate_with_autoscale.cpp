#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_spot_deallocate_with_autoscale(const ScaleSet& set, RuleContext& context) {
  const Property priority = set.profile("priority"), policy = set.profile("evictionPolicy");
  if ((priority.equals("Spot") && (policy.equals("Deallocate") || !policy.present()) && set.has_autoscale()) == Tri::yes) context.report(set, policy, "autoscale counts deallocated Spot instances as there, and adds none").help("use `evictionPolicy: 'Delete'`");
}

FLEETLINT_RULE(spot_deallocate_with_autoscale) = {
    .id = "FL-SPT-003",
    .name = "spot-deallocate-with-autoscale",
    .title = "Autoscale counts deallocated Spot instances",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity",
    .page = R"md(Autoscale counts deallocated Spot instances.

More machines than expected can be out of service at the same time.

## When

priority Spot, evictionPolicy Deallocate/absent, autoscale targets the set.

## Example

Flagged: `Deallocate + autoscale`.

Fine: `Delete`.

## Fix

Delete. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on Spot scale sets and Spot priority mix)md",
    .check_scale_set = check_spot_deallocate_with_autoscale,
};

}  // namespace fleetlint::rules
