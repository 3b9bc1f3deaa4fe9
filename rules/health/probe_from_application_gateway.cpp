#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_probe_from_application_gateway(const ScaleSet& set, RuleContext& context) {
  const Tri gateway = set.probe.id.alternatives().size() == 1 && !set.probe.id.is_absent()
                          ? tri(contains_ignoring_case(set.probe.reference.whole.text(), "Microsoft.Network/applicationGateways"))
                          : Tri::no;
  if (gateway != Tri::yes) return;
  context.report(set, set.probe.id, "the probe of an application gateway cannot serve as the health probe of a scale set").help("use a load-balancer probe or the Application Health extension");
}

FLEETLINT_RULE(probe_from_application_gateway) = {
    .id = "FL-HLT-008",
    .name = "probe-from-application-gateway",
    .title = "Application Gateway probe cannot serve as the scale set health probe",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "health network",
    .page = R"md(Application Gateway probe cannot serve as the scale set health probe.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.networkProfile.healthProbe.id contains Microsoft.Network/applicationGateways.

## Example

Flagged: `…/applicationGateways/gw/probes/p`.

Fine: `load balancer probe or Application Health extension`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (load balancer probe or extension))md",
    .check_scale_set = check_probe_from_application_gateway,
};

}  // namespace fleetlint::rules
