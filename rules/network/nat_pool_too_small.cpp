#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_nat_pool_too_small(const ScaleSet& set, RuleContext& context) {
  const auto capacity = set["sku.capacity"].integer();
  if (!capacity) return;
  for (const auto& configuration : set.ip_configurations())
    for (const auto& pool : configuration["properties.loadBalancerInboundNatPools"].items().certain) {
      const auto reference = reference_of(pool["id"]);
      if (reference.type != "microsoft.network/loadbalancers/inboundnatpools") continue;
      const Resource* balancer = context.model().find_for(*set.resource, reference.parent());
      if (balancer == nullptr) continue;
      for (const auto& entry : (*balancer)["properties.inboundNatPools"].items().certain) {
        if (equal(symbolic(entry["name"]), reference.names[1]) != Tri::yes) continue;
        const auto first = entry["properties.frontendPortRangeStart"].integer(), last = entry["properties.frontendPortRangeEnd"].integer();
        if (!first || !last) continue;
        const auto ports = *last - *first + 1;
        std::int64_t peak = *capacity;
        const Property overprovision = set["properties.overprovision"];
        if ((!set.is_flexible() && (overprovision.is_true() || !overprovision.present())) == Tri::yes) peak = (*capacity * 12 + 9) / 10;
        for (const auto& autoscale : set.autoscale)
          if (autoscale.acts()) peak = std::max(peak, autoscale.known_maximum.value_or(0));
        if (ports >= peak) continue;
        auto finding = context.report(set, entry["properties.frontendPortRangeEnd"], "the NAT pool has " + std::to_string(ports) + " ports for " + std::to_string(ports < *capacity ? *capacity : peak) + " instances");
        finding.note(set["sku.capacity"], "the number of instances");
        if (ports >= *capacity) finding.severity(Severity::warning);
      }
    }
}

FLEETLINT_RULE(nat_pool_too_small) = {
    .id = "FL-NET-010",
    .name = "nat-pool-too-small",
    .title = "Inbound NAT pool has fewer ports than instances",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "network capacity",
    .page = R"md(Inbound NAT pool has fewer ports than instances.

Azure refuses the deployment or the upgrade.

## When

inboundNatPools[].properties frontendPortRangeEnd - frontendPortRangeStart + 1 < sku.capacity (warning: < overprovisioned count or autoscale maximum).

## Example

Flagged: `50000-50004, capacity 10`.

Fine: `50000-50119`.

## Fix

Widen. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on scale set networking, error codes, outbound access)md",
    .check_scale_set = check_nat_pool_too_small,
};

}  // namespace fleetlint::rules
