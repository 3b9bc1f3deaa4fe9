#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_no_way_out(const ScaleSet& set, RuleContext& context) {
  const auto way = way_out(set);
  const Extension* extension = downloading_extension(set);
  if (extension == nullptr || (!way.exists && way.private_by_nature) != Tri::yes) return;
  if (reaches_storage_privately(set, way.subnet) != Tri::no) return;
  const auto configuration = set.primary_ip_configuration();
  context.report(set, configuration ? *configuration : set.profile("networkProfile"), "instances have no visible way to the internet, but extension `" + extension->display_name() + "` needs one").note(extension->type, "it fetches something").help("put a NAT gateway on the subnet");
}

FLEETLINT_RULE(no_way_out) = {
    .id = "FL-NET-006",
    .name = "no-way-out",
    .title = "Instances have no visible way to the internet, but extensions need it",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "network extension",
    .suppressed_by = "FL-NET-014",
    .page = R"md(Instances have no visible way to the internet, but extensions need it.

The upgrade starts and then fails or stops half way.

## When

Set only in an internal Standard LB pool (or no LB), no outboundRules, no publicIPAddressConfiguration, subnet (in deployment) without natGateway or route table with 0.0.0.0/0, and (the set is Flexible or subnet.defaultOutboundAccess == false or internal Standard pool); and an effective extension downloads (fileUris, agents). Silent when all downloads are blobs (*.blob.core.windows.net) and the subnet has a serviceEndpoints entry Microsoft.Storage, or the deployment has a private endpoint for blob.

## Example

Flagged: `internal LB + CSE`.

Fine: `NAT gateway`.

## Fix

NAT gateway on the subnet. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on scale set networking, error codes, outbound access
- vendor blog: from network API 2025-07-01 new virtual networks are private by default)md",
    .check_scale_set = check_no_way_out,
};

}  // namespace fleetlint::rules
