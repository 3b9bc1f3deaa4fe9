#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_network_api_version_on_uniform(const ScaleSet& set, RuleContext& context) {
  const Property version = set.profile("networkProfile.networkApiVersion");
  if ((version.present() && !set.is_flexible()) == Tri::yes) context.report(set, version, "`networkApiVersion` is for Flexible sets only").help("remove it");
}

FLEETLINT_RULE(network_api_version_on_uniform) = {
    .id = "FL-FLX-012",
    .name = "network-api-version-on-uniform",
    .title = "networkApiVersion is for Flexible sets only",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "network schema",
    .page = R"md(networkApiVersion is for Flexible sets only.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.networkProfile.networkApiVersion present and orchestrationMode Uniform or absent.

## Example

Flagged: `Uniform + networkApiVersion`.

Fine: no networkApiVersion on a Uniform set.

## Fix

Remove.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- issue bicep-registry-modules#3634)md",
    .check_scale_set = check_network_api_version_on_uniform,
};

}  // namespace fleetlint::rules
