#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_multi_placement_group_needs_standard_lb(const ScaleSet& set, RuleContext& context) {
  const Property single = set["properties.singlePlacementGroup"], capacity = set["sku.capacity"];
  if ((single.is_false() || capacity.greater_than(100)) != Tri::yes) return;
  for (const auto* balancer : set.load_balancers()) {
    if (is_basic(*balancer) != Tri::yes) continue;
    context.report(set, single.is_false() == Tri::yes ? single : capacity, "a set of several placement groups cannot use the Basic load balancer `" + balancer->display_name() + "`")
        .note((*balancer)["sku.name"], "the SKU is Basic, or not stated")
        .help("give the load balancer and its public address the SKU `Standard`");
    return;
  }
}

FLEETLINT_RULE(multi_placement_group_needs_standard_lb) = {
    .id = "FL-HLT-014",
    .name = "multi-placement-group-needs-standard-lb",
    .title = "Several placement groups, but the probe comes from a Basic load balancer",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health network capacity",
    .suppressed_by = "FL-FLX-003",
    .page = R"md(Several placement groups, but the probe comes from a Basic load balancer.

Azure refuses the deployment or the upgrade.

## When

(properties.singlePlacementGroup == false or sku.capacity > 100) and a referenced LB (probe or backend pool) in the template has sku.name Basic or absent.

## Example

Flagged: `singlePlacementGroup:false + LB without sku`.

Fine: `LB sku.name Standard`.

## Fix

Sku Standard for LB and its public IP (existing ones must be migrated). A proposal: its owner decides.

Azure says: `VMScaleSetCannotReferenceLoadbalancerWhenLargeScaleOrCrossAZ`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- platform error text (public reports))md",
    .check_scale_set = check_multi_placement_group_needs_standard_lb,
};

}  // namespace fleetlint::rules
