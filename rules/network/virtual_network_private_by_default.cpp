#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_virtual_network_private_by_default(const ScaleSet& set, RuleContext& context) {
  const Extension* extension = downloading_extension(set);
  const auto way = way_out(set);
  if (extension == nullptr || !way.subnet || way.subnet->network == nullptr || way.exists != Tri::no) return;
  const auto& version = way.subnet->network->api_version();
  if (!version || *version < *parse_api_version("2025-07-01") || !(*way.subnet)["defaultOutboundAccess"].is_absent()) return;
  if (reaches_storage_privately(set, way.subnet) != Tri::no) return;
  context.report(set, way.subnet->entry, "from network API version 2025-07-01 on, new subnets are private, and extension `" + extension->display_name() + "` must fetch something").note(extension->type, "the extension").help("put a NAT gateway on the subnet");
}

FLEETLINT_RULE(virtual_network_private_by_default) = {
    .id = "FL-NET-014",
    .name = "virtual-network-private-by-default",
    .title = "Newer network API makes new subnets private: no way out unless stated",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "network extension",
    .page = R"md(Newer network API makes new subnets private: no way out unless stated.

The upgrade starts and then fails or stops half way.

## When

Microsoft.Network/virtualNetworks in the deployment with apiVersion >= 2025-07-01, subnet of the set without defaultOutboundAccess and without natGateway, route table with 0.0.0.0/0, outbound rule or instance public IP, the set in no backend pool of a public load balancer with load-balancing or outbound rules (a load balancer whose frontend is unknown: no finding), and an effective extension downloads; the exception of FL-NET-006 for storage endpoints holds here too.

## Example

Flagged: `apiVersion 2025-07-01, no NAT gateway`.

Fine: `NAT gateway`.

## Fix

NAT gateway. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- vendor blog (private subnets by default)
- data Azure/EOL service_list.json (default outbound access 2026-03-31)
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_virtual_network_private_by_default,
};

}  // namespace fleetlint::rules
