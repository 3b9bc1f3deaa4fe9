#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_no_zones(const ScaleSet& set, RuleContext& context) {
  const auto location = region_of(set["location"]);
  if (!set["zones"].is_absent() || !location) return;
  for (const auto& zonal : context.setting_list("zonalRegions"))
    if (region(zonal) == *location) context.report(set, set["zones"], "the region has zones, and the set does not use them");
}

FLEETLINT_RULE(no_zones) = {
    .id = "FL-ZON-003",
    .name = "no-zones",
    .title = "Zones not used",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "zones",
    .suppressed_by = "FL-ZON-002",
    .settings = "zonalRegions=",
    .page = R"md(Zones not used.

Advice: it works, but is easy to get wrong or harder to operate.

## When

zones absent and the location is a region with zones: one of those listed in the setting `zonalRegions` (`"zonalRegions": ["westeurope"]`), because which regions have zones changes.

## Example

Flagged: no zones in a region that has them.

Fine: `zones 1,2,3`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- peer PSRule)md",
    .check_scale_set = check_no_zones,
};

}  // namespace fleetlint::rules
