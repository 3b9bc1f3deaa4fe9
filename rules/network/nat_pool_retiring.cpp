#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_nat_pool_retiring(const ScaleSet& set, RuleContext& context) {
  const auto end = *parse_instant("2027-09-30");
  if (end - context.now() >= context.setting_number("days") * 86400) return;
  for (const auto& configuration : set.ip_configurations())
    if (configuration["properties.loadBalancerInboundNatPools"].is_empty() == Tri::no) context.report(set, configuration["properties.loadBalancerInboundNatPools"], "inbound NAT pools are retired on 2027-09-30").help("use inbound NAT rules on the backend pool");
}

FLEETLINT_RULE(nat_pool_retiring) = {
    .id = "FL-NET-015",
    .name = "nat-pool-retiring",
    .title = "Inbound NAT pools (version 1) are being retired",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "network",
    .settings = "days=365",
    .page = R"md(Inbound NAT pools (version 1) are being retired.

Advice: it works, but is easy to get wrong or harder to operate.

## When

LB inboundNatPools used by the set and 2027-09-30 - now < the setting `days`.

## Example

Flagged: `inboundNatPools`.

Fine: `inboundNatRules on the backend pool`.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- data Azure/EOL service_list.json (2027-09-30))md",
    .check_scale_set = check_nat_pool_retiring,
};

}  // namespace fleetlint::rules
