#include "fleetlint/rules/rule.h"
#include <algorithm>
#include "checks.h"
#include "dependencies.h"

namespace fleetlint::rules {

static void check_load_balancer_not_awaited(const ScaleSet& set, RuleContext& context) {
  std::vector<Property> ids;
  if (set.probe.id.is_present()) ids.push_back(set.probe.id);
  for (const auto& configuration : set.ip_configurations()) {
    ids.push_back(configuration["properties.subnet.id"]);
    for (const char* list : {"properties.loadBalancerBackendAddressPools", "properties.loadBalancerInboundNatPools"})
      for (const auto& pool : configuration[list].items().certain) ids.push_back(pool["id"]);
  }
  std::vector<const Resource*> told;
  for (const auto& id : ids) {
    auto reference = reference_of(id);
    while (!reference.type.empty() && reference.type != "microsoft.network/loadbalancers" && reference.type != "microsoft.network/virtualnetworks") reference = reference.parent();
    if (reference.type.empty()) continue;
    const Found found = context.model().find(reference);
    if (found.match != Tri::yes || found.resource->is_existing() || found.resource->exists() != Tri::yes) continue;
    if (std::find(told.begin(), told.end(), found.resource) != told.end() || waits_for(context.model(), *set.resource, *found.resource) != Tri::no) continue;
    told.push_back(found.resource);
    context.report(set, id, "the set does not wait for `" + found.resource->display_name() + "`, which the same deployment makes").note(found.resource->where(), "made here").help("add it to `dependsOn`, or use its symbol in Bicep");
  }
}

FLEETLINT_RULE(load_balancer_not_awaited) = {
    .id = "FL-NET-009",
    .name = "load-balancer-not-awaited",
    .title = "Scale set does not wait for the load balancer it refers to",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "network",
    .page = R"md(Scale set does not wait for the load balancer it refers to.

Azure refuses the deployment or the upgrade.

## When

Reference through resourceId()/string to an LB (or to a VNet or its subnet) that the same deployment makes, and dependsOn does not reach it: neither directly (by id, name or symbolic name), nor through the dependsOn of other resources, nor through the nested deployment or module that makes it; in Bicep a use of its symbol, also inside a variable, reaches it. Silent for an LB or VNet that is existing or under a false condition, and for a resourceId() with a resource group that is not known to be the deployment's own.

## Example

Flagged: `resourceId only`.

Fine: `dependsOn / symbolic reference`.

## Fix

Add dependsOn.

Azure says: `InvalidResourceReference / CannotUseInactiveHealthProbe`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- platform error text (the error page names the missing dependency))md",
    .check_scale_set = check_load_balancer_not_awaited,
};

}  // namespace fleetlint::rules
