#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_probe_watches_remote_login(const ScaleSet& set, RuleContext& context) {
  const auto is_login = [](const Property& port) { return port.is_one_of({"22", "3389", "5985", "5986"}) == Tri::yes; };
  const Property port = set.probe.probe["properties.port"];
  if (set.probe.load_balancer != nullptr && is_login(port))
    context.report(set, port, "the health probe watches remote login on port " + shown(port) + ", not the application").note(set.probe.id, "the set uses this probe").help("probe the application's port and path");
  for (const auto& extension : set.extensions) {
    const Property watched = extension.settings["port"];
    if ((is_application_health(extension) && extension.settings["protocol"].equals("tcp")) == Tri::yes && is_login(watched))
      context.report(set, extension, watched, "Application Health watches remote login on port " + shown(watched) + ", not the application").help("watch the application's port and path");
  }
}

FLEETLINT_RULE(probe_watches_remote_login) = {
    .id = "FL-HLT-011",
    .name = "probe-watches-remote-login",
    .title = "Probe on SSH, RDP or WinRM says nothing about the application",
    .severity = Severity::info,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health",
    .page = R"md(Probe on SSH, RDP or WinRM says nothing about the application.

More machines than expected can be out of service at the same time.

## When

Referenced probe port in {22, 3389, 5985, 5986}, or Application Health protocol tcp with such a port.

## Example

Flagged: `Tcp 22`.

Fine: `Http /health`.

## Fix

App port and path. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (application heartbeat)
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (example uses an SSH probe))md",
    .check_scale_set = check_probe_watches_remote_login,
};

}  // namespace fleetlint::rules
