#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_several_primary_nics(const ScaleSet& set, RuleContext& context) {
  const Property list = set.profile("networkProfile.networkInterfaceConfigurations");
  const Items nics = list.items();
  if (!nics.is_complete() || nics.certain.size() < 2) return;
  int primaries = 0;
  for (const auto& nic : nics.certain) {
    const Tri primary = nic["properties.primary"].is_true();
    if (primary == Tri::unknown) return;
    primaries += primary == Tri::yes;
  }
  if (primaries != 1) context.report(set, list, std::to_string(nics.certain.size()) + " network interfaces, and " + (primaries == 0 ? "none" : std::to_string(primaries)) + " of them primary").help("mark exactly one with `primary: true`");
}

FLEETLINT_RULE(several_primary_nics) = {
    .id = "FL-NET-013",
    .name = "several-primary-nics",
    .title = "Not exactly one primary network interface",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "network",
    .page = R"md(Not exactly one primary network interface.

Azure refuses the deployment or the upgrade.

## When

more than one NIC and count of primary true != 1.

## Example

Flagged: `two NICs, none primary`.

Fine: `one primary`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_several_primary_nics,
};

}  // namespace fleetlint::rules
