#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "network.h"

namespace fleetlint::rules {
namespace {

constexpr bool is_probe_source(std::string_view text) {
  return text == "*" || text == "0.0.0.0/0" || equal_ignoring_case(text, "AzureLoadBalancer") || text == "168.63.129.16" || text == "168.63.129.16/32";
}

/// Whether a rule of this access lets or stops the probe.
Tri concerns_probe(const SecurityRule& rule, std::string_view access, std::int64_t port) {
  return rule["direction"].equals("Inbound") && rule["access"].equals(access) && rule["protocol"].is_one_of({"*", "Tcp"}) &&
         any_value(rule, "sourceAddressPrefix", "sourceAddressPrefixes", is_probe_source) &&
         any_value(rule, "destinationPortRange", "destinationPortRanges", [&](std::string_view range) { return port_covers(range, port); });
}

}  // namespace

static void check_nsg_blocks_probe(const ScaleSet& set, RuleContext& context) {
  const Property port_property = set.probe.probe["properties.port"];
  const auto port = port_property.integer();
  if (set.probe.load_balancer == nullptr || !port) return;
  bool decided = false;
  for (const auto& group : security_groups(set, &decided)) {
    if (!group.complete) continue;
    for (const auto& rule : group.rules) {
      const auto priority = rule["priority"].integer();
      if (!priority || concerns_probe(rule, "Deny", *port) != Tri::yes) continue;
      Tri let_through = Tri::no;
      for (const auto& other : group.rules) {
        const auto before = other["priority"].integer();
        if (!before) let_through = let_through || (concerns_probe(other, "Allow", *port) == Tri::no ? Tri::no : Tri::unknown);
        else if (*before < *priority) let_through = let_through || concerns_probe(other, "Allow", *port);
      }
      if (let_through != Tri::no) continue;
      context.report(set, rule["access"], "a security rule stops the platform's probe on port " + std::to_string(*port))
          .note(port_property, "the probe of the set")
          .note(set.probe.id, "the set uses this probe")
          .help("allow source `AzureLoadBalancer` with a priority below " + std::to_string(*priority));
      return;
    }
  }
}

FLEETLINT_RULE(nsg_blocks_probe) = {
    .id = "FL-HLT-028",
    .name = "nsg-blocks-probe",
    .title = "A security rule stops the platform's probe",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health network",
    .page = R"md(A security rule stops the platform's probe.

The upgrade starts and then fails or stops half way.

## When

Load-balancer probe used as health source (healthProbe.id); an NSG in the deployment attached to the set's primary NIC or to its subnet has an inbound Deny rule (securityRules[] or child securityRules) whose source contains the platform's probe (*, 0.0.0.0/0, AzureLoadBalancer or 168.63.129.16; not Internet, VirtualNetwork or other prefixes), whose destination ports cover the probe port and whose protocol is * or Tcp, and no inbound Allow rule with a lower priority number lets the probe through: source *, 0.0.0.0/0, AzureLoadBalancer or 168.63.129.16, protocol * or Tcp, destination ports covering the probe port. Any of these values unknown: no finding.

## Example

Flagged: `Deny * priority 4000, no allow for AzureLoadBalancer`.

Fine: `Allow AzureLoadBalancer priority 100`.

## Fix

Add the allow rule in front. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: probe source
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_nsg_blocks_probe,
};

}  // namespace fleetlint::rules
