#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_sf_scale_in_too_fast(const ScaleSet& set, RuleContext& context) {
  if (set.is_service_fabric() != Tri::yes) return;
  for (const auto& autoscale : set.autoscale) {
    if (!autoscale.acts()) continue;
    for (const auto& profile : (*autoscale.resource)["properties.profiles"].items().certain)
      for (const auto& rule : profile["rules"].items().certain) {
        const Property action = rule["scaleAction"], value = action["value"];
        if (action["direction"].equals("Decrease") != Tri::yes) continue;
        const bool several = (action["type"].equals("ChangeCount") && value.greater_than(1)) == Tri::yes;
        const bool percent = action["type"].equals("PercentChangeCount") == Tri::yes;
        if (!several && !percent) continue;
        context.report(set, several ? value : action["type"], "autoscale takes several Service Fabric nodes away at once").help("remove one node at a time: `ChangeCount` with value 1");
      }
  }
}

FLEETLINT_RULE(sf_scale_in_too_fast) = {
    .id = "FL-SF-022",
    .name = "sf-scale-in-too-fast",
    .title = "Autoscale removes several Service Fabric nodes at once",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric capacity",
    .page = R"md(Autoscale removes several Service Fabric nodes at once.

More machines than expected can be out of service at the same time.

## When

Autoscale rule with direction Decrease, type ChangeCount, value > 1 (or PercentChangeCount) targeting a Service Fabric set.

## Example

Flagged: `value:"2"`.

Fine: `value:"1"`.

## Fix

Set 1.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_sf_scale_in_too_fast,
};

}  // namespace fleetlint::rules
