#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_no_health_monitoring(const ScaleSet& set, RuleContext& context) {
  if (!set.instances.minimum || *set.instances.minimum <= 1 || set.profile().present() != Tri::yes) return;
  if ((!set.has_health() && !set.os_upgrade_on() && !set.mode_is(UpgradeMode::rolling) && !set.is_service_fabric()) != Tri::yes) return;
  context.report(set, set.profile("networkProfile.healthProbe"), "nothing watches the health of " + std::to_string(*set.instances.minimum) + " instances").help("add the Application Health extension");
}

FLEETLINT_RULE(no_health_monitoring) = {
    .id = "FL-HLT-027",
    .name = "no-health-monitoring",
    .title = "No health monitoring at all",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health",
    .page = R"md(No health monitoring at all.

Advice: it works, but is easy to get wrong or harder to operate.

## When

N > 1 and no health source and neither FL-HLT-001 nor FL-HLT-002 applies and the set is no Service Fabric node type.

## Example

Flagged: `plain scale set`.

Fine: `Application Health extension`.

## Fix

Extension. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- peer APRL
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_no_health_monitoring,
};

}  // namespace fleetlint::rules
