#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_standard_lb_without_nsg(const ScaleSet& set, RuleContext& context) {
  const auto nic = set.primary_network_interface();
  const auto configuration = set.primary_ip_configuration();
  if (!nic || !configuration || !(*nic)["properties.networkSecurityGroup.id"].is_absent()) return;
  const auto subnet = find_subnet(context.model(), (*configuration)["properties.subnet.id"]);
  if (!subnet || !(*subnet)["networkSecurityGroup.id"].is_absent()) return;
  for (const auto* balancer : set.load_balancers()) {
    if ((!is_basic(*balancer) && has_public_frontend(*balancer)) != Tri::yes) continue;
    context.report(set, *nic, "behind a Standard load balancer nothing comes in without a network security group, and none is in sight").note(subnet->entry, "the subnet has none either");
    return;
  }
}

FLEETLINT_RULE(standard_lb_without_nsg) = {
    .id = "FL-HLT-029",
    .name = "standard-lb-without-nsg",
    .title = "Standard load balancer and no network security group in sight",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "health network",
    .page = R"md(Standard load balancer and no network security group in sight.

Advice: it works, but is easy to get wrong or harder to operate.

## When

LB sku Standard, public frontend, and neither properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[].networkSecurityGroup nor the subnet's networkSecurityGroup is set (subnet in template).

## Example

Flagged: `no NSG`.

Fine: `NSG with allow rules`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: Standard is closed to inbound unless allowed)md",
    .check_scale_set = check_standard_lb_without_nsg,
};

}  // namespace fleetlint::rules
