#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_probe_not_used_by_rule(const ScaleSet& set, RuleContext& context) {
  const auto& probe = set.probe;
  if (probe.load_balancer == nullptr || probe.probe.is_absent() || !probe.rules_are_known || !probe.rules.empty()) return;
  context.report(set, probe.id, "no load-balancing rule uses probe `" + probe.reference.names.back().text() + "`, so Azure does not run it")
      .note(probe.probe, "the probe")
      .note((*probe.load_balancer)["properties.loadBalancingRules"], "the rules of the load balancer")
      .help("name the probe in a rule; a dedicated probe needs a small rule of its own");
}

FLEETLINT_RULE(probe_not_used_by_rule) = {
    .id = "FL-HLT-006",
    .name = "probe-not-used-by-rule",
    .title = "Health probe is not used by any load-balancing rule",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health network",
    .suppressed_by = "FL-HLT-025",
    .page = R"md(Health probe is not used by any load-balancing rule.

Azure refuses the deployment or the upgrade.

## When

Probe found in the template's load balancer and no properties.loadBalancingRules[].properties.probe.id of that LB refers to it.

## Example

Flagged: `probe "vmssHealth" defined, rule uses "http"`.

Fine: `a rule references it`.

## Fix

Attach the probe to a rule, or add a dedicated rule. A proposal: its owner decides.

Azure says: `CannotUseInactiveHealthProbe`

Note: Seed 000:261 advises a dedicated probe; it still needs a rule that uses it.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: error code page
- platform error text (public reports))md",
    .check_scale_set = check_probe_not_used_by_rule,
};

}  // namespace fleetlint::rules
