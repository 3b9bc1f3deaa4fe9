#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_lb_rules_collide(const FleetModel& model, RuleContext& context) {
  for (const auto* balancer : model.of_type("microsoft.network/loadbalancers")) {
    if (balancer->is_existing()) continue;
    const auto rules = (*balancer)["properties.loadBalancingRules"].items().certain;
    for (std::size_t i = 0; i < rules.size(); ++i)
      for (std::size_t k = 0; k < i; ++k) {
        const Property a = rules[i]["properties"], b = rules[k]["properties"];
        const auto port = a["backendPort"].integer();
        if (!port || b["backendPort"].integer() != port || (!a["enableFloatingIP"].is_true() && !b["enableFloatingIP"].is_true()) != Tri::yes) continue;
        if (equal(symbolic(a["protocol"]), symbolic(b["protocol"])) != Tri::yes || equal(symbolic(a["backendAddressPool.id"]), symbolic(b["backendAddressPool.id"])) != Tri::yes) continue;
        context.report(*balancer, a["backendPort"], "two rules send to port " + std::to_string(*port) + " of the same pool").note(b["backendPort"], "the other rule");
        break;
      }
  }
}

FLEETLINT_RULE(lb_rules_collide) = {
    .id = "FL-NET-012",
    .name = "lb-rules-collide",
    .title = "Two rules of one load balancer kind use the same backend port",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "network",
    .page = R"md(Two rules of one load balancer kind use the same backend port.

Azure refuses the deployment or the upgrade.

## When

two loadBalancingRules over the same backend pool with equal backendPort and protocol and floating IP off.

## Example

Flagged: `two rules ->80`.

Fine: `distinct or floating IP`.

Azure says: `RulesOfSameLoadBalancerTypeUseSameBackendPortProtocolAndVmssIPConfig`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- platform error text (public reports))md",
    .check_model = check_lb_rules_collide,
};

}  // namespace fleetlint::rules
