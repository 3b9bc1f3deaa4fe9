#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_probe_lb_not_on_primary_ip(const ScaleSet& set, RuleContext& context) {
  const auto configuration = set.primary_ip_configuration();
  if (!configuration || set.probe.reference.type != "microsoft.network/loadbalancers/probes") return;
  const auto balancer = set.probe.reference.parent();
  const Property list = (*configuration)["properties.loadBalancerBackendAddressPools"];
  const Items pools = list.items();
  Tri inside = pools.is_complete() ? Tri::no : Tri::unknown;
  for (const auto& pool : pools.certain) {
    const auto reference = reference_of(pool["id"]);
    if (reference.type != "microsoft.network/loadbalancers/backendaddresspools") inside = inside || (reference.type.empty() ? Tri::unknown : Tri::no);
    else inside = inside || equal(reference.names[0], balancer.names[0]);
  }
  if (inside != Tri::no) return;
  context.report(set, set.probe.id, "the probe is of load balancer `" + balancer.names[0].text() + "`, but the primary IP configuration is in none of its pools")
      .note(pools.certain.empty() ? *configuration : list, pools.certain.empty() ? "this IP configuration is in no pool" : "its pools")
      .help("put the primary IP configuration into a backend pool of the load balancer with the probe");
}

FLEETLINT_RULE(probe_lb_not_on_primary_ip) = {
    .id = "FL-HLT-007",
    .name = "probe-lb-not-on-primary-ip",
    .title = "Health probe belongs to a load balancer whose pool the primary IP configuration is not in",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health network",
    .suppressed_by = "FL-HLT-025",
    .page = R"md(Health probe belongs to a load balancer whose pool the primary IP configuration is not in.

Azure refuses the deployment or the upgrade.

## When

Primary (or only) properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[] and its primary (or first) ipConfiguration have no loadBalancerBackendAddressPools[].id under the load balancer of the probe.

## Example

Flagged: `pool of lbA, probe of lbB`.

Fine: `same LB`.

## Fix

Reference the pool of the probe's LB in the primary ipConfiguration. A proposal: its owner decides.

Azure says: `CannotUseHealthProbeWithoutLoadBalancing`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: error code page)md",
    .check_scale_set = check_probe_lb_not_on_primary_ip,
};

}  // namespace fleetlint::rules
