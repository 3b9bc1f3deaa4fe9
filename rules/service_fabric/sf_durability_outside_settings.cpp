#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_sf_durability_outside_settings(const ScaleSet& set, RuleContext& context) {
  for (const auto* extension : set.service_fabric_extensions()) {
    for (const Property& place : {extension->protected_settings["durabilityLevel"], extension->properties["durabilityLevel"], extension->entry["durabilityLevel"]}) {
      if (place.is_absent() || place.name().empty()) continue;
      context.report(set, *extension, place, "the extension reads `durabilityLevel` from `settings`, not from here").help("move it into `settings`");
    }
  }
}

FLEETLINT_RULE(sf_durability_outside_settings) = {
    .id = "FL-SF-031",
    .name = "sf-durability-outside-settings",
    .title = "Durability written where the extension does not read it",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric schema",
    .page = R"md(Durability written where the extension does not read it.

The upgrade starts and then fails or stops half way.

## When

durabilityLevel found in protectedSettings, beside settings, or at extension properties level.

## Example

Flagged: `properties:{durabilityLevel:"Silver"}`.

Fine: `settings:{durabilityLevel:"Silver"}`.

## Fix

Move.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_sf_durability_outside_settings,
};

}  // namespace fleetlint::rules
