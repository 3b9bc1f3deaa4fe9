#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_flexible_network_api_version(const ScaleSet& set, RuleContext& context) {
  const Property version = set.profile("networkProfile.networkApiVersion"), nics = set.profile("networkProfile.networkInterfaceConfigurations");
  if (set.is_flexible() != Tri::yes || nics.is_empty() != Tri::no) return;
  const Tri too_old = version.test(
      [](const eval::Value& value) {
        const auto parsed = value.is_string() ? parse_api_version(value.as_string()) : std::nullopt;
        return tri(parsed && *parsed < *parse_api_version("2020-11-01"));
      },
      Tri::yes);
  if (too_old != Tri::yes) return;
  context.report(set, version, version.is_absent() ? "a Flexible set with network interfaces needs `networkProfile.networkApiVersion`" : "`networkApiVersion` " + shown(version) + " is too old for a Flexible set")
      .help("state `networkApiVersion: '2020-11-01'` or later");
}

FLEETLINT_RULE(flexible_network_api_version) = {
    .id = "FL-API-009",
    .name = "flexible-network-api-version",
    .title = "Flexible set with NIC settings needs networkApiVersion",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "schema network",
    .page = R"md(Flexible set with NIC settings needs networkApiVersion.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[] present and (properties.virtualMachineProfile.networkProfile.networkApiVersion absent or < 2020-11-01).

## Example

Flagged: `networkProfile without networkApiVersion`.

Fine: `networkApiVersion:"2020-11-01"`.

## Fix

Add "2020-11-01" (2022-11-01 where listed).

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor REST reference and automatic extension upgrade page
- schema enum)md",
    .check_scale_set = check_flexible_network_api_version,
};

}  // namespace fleetlint::rules
