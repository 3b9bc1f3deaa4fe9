#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "network.h"

namespace fleetlint::rules {

static void check_load_balancer_ip_sku_differs(const FleetModel& model, RuleContext& context) {
  for (const auto* balancer : model.of_type("microsoft.network/loadbalancers")) {
    if (balancer->is_existing()) continue;
    for (const auto& frontend : (*balancer)["properties.frontendIPConfigurations"].items().certain) {
      const Resource* address = model.find_for(*balancer, reference_of(frontend["properties.publicIPAddress.id"]));
      if (address == nullptr) continue;
      const Tri a = is_basic(*balancer), b = is_basic(*address);
      if (a == Tri::unknown || b == Tri::unknown || a == b) continue;
      context.report(*balancer, (*balancer)["sku.name"], a == Tri::yes ? "a Basic load balancer with a Standard public address" : "a Standard load balancer with a Basic public address").note((*address)["sku.name"], "the address `" + address->display_name() + "`").help("use SKU `Standard` on both");
    }
  }
}

FLEETLINT_RULE(load_balancer_ip_sku_differs) = {
    .id = "FL-NET-005",
    .name = "load-balancer-ip-sku-differs",
    .title = "Load balancer and its public IP have different SKUs",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "network",
    .page = R"md(Load balancer and its public IP have different SKUs.

Azure refuses the deployment or the upgrade.

## When

LB sku (absent = Basic) != sku of the publicIPAddresses in its frontend (absent = Basic).

## Example

Flagged: `Standard LB, Basic IP`.

Fine: `both Standard`.

## Fix

Align to Standard when both are created here.

Azure says: `DifferentSkuLoadBalancerAndPublicIPAddressNotAllowedInVMSS`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- platform error text (public reports))md",
    .check_model = check_load_balancer_ip_sku_differs,
};

}  // namespace fleetlint::rules
