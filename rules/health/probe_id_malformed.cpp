#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_probe_id_malformed(const ScaleSet& set, RuleContext& context) {
  const auto& probe = set.probe;
  if (!set.probe.id.is_present() || probe.id.alternatives().size() != 1) return;
  const auto& reference = probe.reference;
  if (reference.type == "microsoft.network/loadbalancers/probes") return;
  if (reference.type.empty() && !reference.whole.is_complete()) return;
  auto finding = context.report(set, probe.id, "this is not the id of a load-balancer probe");
  const Found balancer = context.model().find(reference);
  if (reference.type == "microsoft.network/loadbalancers" && balancer.match == Tri::yes) {
    const Items probes = (*balancer.resource)["properties.probes"].items();
    if (probes.is_complete() && probes.certain.size() == 1) {
      finding.help("append `/probes/" + symbolic(probes.certain.front()["name"]).text() + "`");
      return;
    }
  }
  finding.help("it must end with `/providers/Microsoft.Network/loadBalancers/NAME/probes/NAME`");
}

FLEETLINT_RULE(probe_id_malformed) = {
    .id = "FL-HLT-005",
    .name = "probe-id-malformed",
    .title = "Health probe id is not a probe resource id",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health schema",
    .suppressed_by = "FL-HLT-008 FL-HLT-025",
    .page = R"md(Health probe id is not a probe resource id.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.networkProfile.healthProbe.id fully known and does not match /subscriptions/…/providers/Microsoft.Network/loadBalancers/<lb>/probes/<p>; or resourceId() with first type argument other than Microsoft.Network/loadBalancers/probes.

## Example

Flagged: `healthProbe:{id: lb id without /probes/…}`.

Fine: `…/probes/http`.

## Fix

Append /probes/<the only probe> if the LB has exactly one. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_probe_id_malformed,
};

}  // namespace fleetlint::rules
