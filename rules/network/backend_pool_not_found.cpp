#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_backend_pool_not_found(const ScaleSet& set, RuleContext& context) {
  for (const auto& configuration : set.ip_configurations())
    for (const auto& [list, wanted_type, defined] : {std::tuple<const char*, const char*, const char*>{"properties.loadBalancerBackendAddressPools", "microsoft.network/loadbalancers/backendaddresspools", "properties.backendAddressPools"},
                                                      {"properties.loadBalancerInboundNatPools", "microsoft.network/loadbalancers/inboundnatpools", "properties.inboundNatPools"}})
      for (const auto& pool : configuration[list].items().certain) {
        const auto reference = reference_of(pool["id"]);
        if (reference.type != wanted_type) continue;
        const Resource* balancer = context.model().find_for(*set.resource, reference.parent());
        if (balancer == nullptr) continue;
        const Items entries = (*balancer)[defined].items();
        Tri there = entries.is_complete() ? Tri::no : Tri::unknown;
        std::vector<std::string> names;
        for (const auto& entry : entries.certain) {
          there = there || equal(symbolic(entry["name"]), reference.names[1]);
          names.push_back(symbolic(entry["name"]).text());
        }
        for (const auto* child : context.model().children(*balancer, wanted_type))
          if (child->names().size() == 2) there = there || equal(child->names()[1], reference.names[1]);
        if (there != Tri::no) continue;
        auto finding = context.report(set, pool["id"], "load balancer `" + balancer->display_name() + "` has no pool `" + reference.names[1].text() + "`");
        finding.note((*balancer)[defined], names.empty() ? "it defines none" : "it defines " + listing(names));
        if (const auto close = nearest(reference.names[1].text(), names)) finding.help("did you mean `" + *close + "`?");
      }
}

FLEETLINT_RULE(backend_pool_not_found) = {
    .id = "FL-NET-003",
    .name = "backend-pool-not-found",
    .title = "Backend pool or NAT pool id names something the load balancer does not define",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "network",
    .page = R"md(Backend pool or NAT pool id names something the load balancer does not define.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[].properties.ipConfigurations[].properties.loadBalancerBackendAddressPools[].id / loadBalancerInboundNatPools[].id under an LB of the deployment (not existing), and the name is neither in its properties.backendAddressPools[].name / properties.inboundNatPools[].name nor, for a backend pool, a child resource loadBalancers/backendAddressPools of it. A list or name that is unknown: no finding.

## Example

Flagged: `pool "be2"`.

Fine: a pool that the load balancer defines.

## Fix

Nearest name. A proposal: its owner decides.

Azure says: `InvalidResourceReference`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- platform error text (public reports))md",
    .check_scale_set = check_backend_pool_not_found,
};

}  // namespace fleetlint::rules
