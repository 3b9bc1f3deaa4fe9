#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_probe_not_in_load_balancer(const ScaleSet& set, RuleContext& context) {
  const auto& probe = set.probe;
  if (probe.load_balancer == nullptr || !probe.names_are_known || !probe.probe.is_absent()) return;
  std::vector<std::string> names;
  for (const auto& entry : (*probe.load_balancer)["properties.probes"].items().certain) names.push_back(symbolic(entry["name"]).text());
  const auto wanted = probe.reference.names.back().text();
  auto finding = context.report(set, probe.id, "load balancer `" + probe.load_balancer->display_name() + "` has no probe `" + wanted + "`");
  finding.note((*probe.load_balancer)["properties.probes"], names.empty() ? "it defines no probes" : "it defines " + listing(names));
  if (const auto close = nearest(wanted, names)) finding.help("did you mean `" + *close + "`?");
}

FLEETLINT_RULE(probe_not_in_load_balancer) = {
    .id = "FL-HLT-004",
    .name = "probe-not-in-load-balancer",
    .title = "Health probe id names a probe that the load balancer in the template does not define",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health network",
    .suppressed_by = "FL-HLT-025",
    .page = R"md(Health probe id names a probe that the load balancer in the template does not define.

Azure refuses the deployment or the upgrade.

## When

Load balancer part of properties.virtualMachineProfile.networkProfile.healthProbe.id resolves to a Microsoft.Network/loadBalancers in the same deployment (not existing) and the probe name is not in its properties.probes[].name nor in a child loadBalancers/probes.

## Example

Flagged: `healthProbe …/probes/health, lb probes:[tcp]`.

Fine: `names equal`.

## Fix

Nearest probe name of that load balancer. A proposal: its owner decides.

Azure says: `InvalidResourceReference`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- platform error text (public reports))md",
    .check_scale_set = check_probe_not_in_load_balancer,
};

}  // namespace fleetlint::rules
