#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_nat_pool(const ScaleSet& set, RuleContext& context) {
  if (set.is_flexible() != Tri::yes) return;
  for (const auto& configuration : set.ip_configurations())
    if (configuration["properties.loadBalancerInboundNatPools"].is_empty() == Tri::no) context.report(set, configuration["properties.loadBalancerInboundNatPools"], "a Flexible set has no inbound NAT pools").help("use inbound NAT rules on the backend pool");
}

FLEETLINT_RULE(flex_nat_pool) = {
    .id = "FL-FLX-002",
    .name = "flex-nat-pool",
    .title = "Inbound NAT pools do not exist on Flexible sets",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "network",
    .page = R"md(Inbound NAT pools do not exist on Flexible sets.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[].properties.ipConfigurations[].properties.loadBalancerInboundNatPools non-empty.

## Example

Flagged: `natPools`.

Fine: `NAT rules on the pool`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor page on orchestration modes)md",
    .check_scale_set = check_flex_nat_pool,
};

}  // namespace fleetlint::rules
