#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_capacity_fights_autoscale(const ScaleSet& set, RuleContext& context) {
  const Property capacity = set["sku.capacity"];
  const auto stated = capacity.integer();
  if (capacity.present() != Tri::yes) return;
  for (const auto& autoscale : set.autoscale) {
    if (!autoscale.acts()) continue;
    auto finding = context.report(set, capacity, "each deployment sets the number of instances back, whatever autoscale made of it");
    finding.note((*autoscale.resource)["properties.targetResourceUri"], "autoscale targets the set");
    const bool harmful = stated && ((autoscale.minimum && *stated <= *autoscale.minimum) || (autoscale.maximum && *stated > *autoscale.maximum));
    if (!harmful) finding.severity(Severity::info);
    return;
  }
}

FLEETLINT_RULE(capacity_fights_autoscale) = {
    .id = "FL-AUT-003",
    .name = "capacity-fights-autoscale",
    .title = "Template resets the instance count that autoscale manages",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Template resets the instance count that autoscale manages.

More machines than expected can be out of service at the same time.

## When

autoscale enabled for the set and sku.capacity is stated (warning if it is outside minimum..maximum or equals the minimum, else info).

## Example

Flagged: `capacity 2, autoscale 2..20`.

Fine: `capacity read from the existing resource`.

Note: Deploying with capacity null is refused by some API versions; read the present count from an existing reference instead.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- issue vm-scale-sets#70
- issue aks-engine#2183
- issue terraform azurerm#17989)md",
    .check_scale_set = check_capacity_fights_autoscale,
};

}  // namespace fleetlint::rules
