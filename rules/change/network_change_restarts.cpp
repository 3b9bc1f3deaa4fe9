#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_network_change_restarts(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    const Items a = now->profile("networkProfile.networkInterfaceConfigurations").items(), b = before->profile("networkProfile.networkInterfaceConfigurations").items();
    if (!a.is_complete() || !b.is_complete()) continue;
    if (a.certain.size() != b.certain.size()) {
      context.report(*now, now->profile("networkProfile.networkInterfaceConfigurations"), "the number of network interfaces changes from " + std::to_string(b.certain.size()) + " to " + std::to_string(a.certain.size()));
      continue;
    }
    for (std::size_t i = 0; i < a.certain.size(); ++i) {
      const Property fast = a.certain[i]["properties.enableAcceleratedNetworking"], was = b.certain[i]["properties.enableAcceleratedNetworking"];
      if (differs(fast, was, "false") == Tri::yes) context.report(*now, fast, "accelerated networking changes: instances restart").note(was, "the earlier version");
      const auto x = a.certain[i]["properties.ipConfigurations"].items().certain, y = b.certain[i]["properties.ipConfigurations"].items().certain;
      for (std::size_t k = 0; k < x.size() && k < y.size(); ++k) {
        const Property subnet = x[k]["properties.subnet.id"], earlier = y[k]["properties.subnet.id"];
        if (differs(subnet, earlier) == Tri::yes) context.report(*now, subnet, "the subnet changes: instances are made again").note(earlier, "the earlier version");
      }
    }
  }
}

FLEETLINT_RULE(network_change_restarts) = {
    .id = "FL-DIF-018",
    .name = "network-change-restarts",
    .title = "Network edit restarts or re-creates instances",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "network upgrade",
    .page = R"md(Network edit restarts or re-creates instances.

More machines than expected can be out of service at the same time.

## When

subnet id, NIC count or accelerated networking differs. Ids written with resourceId() or with the id of a resource compare part by part: a known name that differs is a change even if subscription or group are unknown but the same.

## Example

Flagged: `subnet changed`.

Fine: the subnet stays.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- doc: vendor page on modifying a scale set (properties with restrictions))md",
    .check_model = check_network_change_restarts,
};

}  // namespace fleetlint::rules
