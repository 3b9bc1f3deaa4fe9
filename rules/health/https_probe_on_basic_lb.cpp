#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_https_probe_on_basic_lb(const FleetModel& model, RuleContext& context) {
  for (const auto* balancer : model.of_type("microsoft.network/loadbalancers")) {
    if (balancer->is_existing() || is_basic(*balancer) != Tri::yes) continue;
    for (const auto& probe : (*balancer)["properties.probes"].items().certain)
      if (probe["properties.protocol"].equals("Https") == Tri::yes)
        context.report(*balancer, probe["properties.protocol"], "an HTTPS probe needs a Standard load balancer").note((*balancer)["sku"], "the SKU is Basic, or not stated").help("use SKU `Standard`");
  }
}

FLEETLINT_RULE(https_probe_on_basic_lb) = {
    .id = "FL-HLT-013",
    .name = "https-probe-on-basic-lb",
    .title = "HTTPS probe needs a Standard load balancer",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "health network",
    .page = R"md(HTTPS probe needs a Standard load balancer.

Azure refuses the deployment or the upgrade.

## When

LB probe protocol Https and LB sku.name Basic or absent.

## Example

Flagged: `protocol:"Https", sku absent`.

Fine: `sku.name:"Standard"`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_model = check_https_probe_on_basic_lb,
};

}  // namespace fleetlint::rules
