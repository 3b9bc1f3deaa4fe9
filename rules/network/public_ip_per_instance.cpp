#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_public_ip_per_instance(const ScaleSet& set, RuleContext& context) {
  for (const auto& configuration : set.ip_configurations())
    if (configuration["properties.publicIPAddressConfiguration"].is_present()) context.report(set, configuration["properties.publicIPAddressConfiguration"], "every instance gets a public address of its own");
}

FLEETLINT_RULE(public_ip_per_instance) = {
    .id = "FL-NET-011",
    .name = "public-ip-per-instance",
    .title = "Every instance gets its own public address",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "network security",
    .page = R"md(Every instance gets its own public address.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[].properties.ipConfigurations[].properties.publicIPAddressConfiguration present.

## Example

Flagged: `publicIPAddressConfiguration: { … }`.

Fine: no publicIPAddressConfiguration.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- peer PSRule)md",
    .check_scale_set = check_public_ip_per_instance,
};

}  // namespace fleetlint::rules
