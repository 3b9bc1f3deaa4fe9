#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_probe_shared_with_traffic(const ScaleSet& set, RuleContext& context) {
  const auto& probe = set.probe;
  if (probe.load_balancer == nullptr || probe.probe.is_absent()) return;
  const auto port = probe.probe["properties.port"].integer();
  for (const auto& rule : probe.rules) {
    const bool shares = probe.rules.size() > 1 || (port && rule["properties.backendPort"].integer() == port);
    if (!shares) continue;
    context.report(set, probe.id, "the health probe also steers the traffic of a rule").note(rule, "this rule").help("a dedicated probe with a small rule of its own keeps upgrades and traffic apart");
    return;
  }
}

FLEETLINT_RULE(probe_shared_with_traffic) = {
    .id = "FL-HLT-030",
    .name = "probe-shared-with-traffic",
    .title = "Health probe is also the traffic probe of a rule",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "health network",
    .page = R"md(Health probe is also the traffic probe of a rule.

Advice: it works, but is easy to get wrong or harder to operate.

## When

Probe in healthProbe.id is referenced by more than one loadBalancingRule or by a rule whose backendPort equals the probe port.

## Example

Flagged: `one probe for both`.

Fine: `dedicated probe + small dedicated rule`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_probe_shared_with_traffic,
};

}  // namespace fleetlint::rules
