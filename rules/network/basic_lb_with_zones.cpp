#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_basic_lb_with_zones(const ScaleSet& set, RuleContext& context) {
  if (set.has_zones(1) != Tri::yes) return;
  for (const auto* balancer : set.load_balancers())
    if (is_basic(*balancer) == Tri::yes) {
      context.report(set, set["zones"], "a set with zones cannot use the Basic load balancer `" + balancer->display_name() + "`").note((*balancer)["sku.name"], "the SKU is Basic, or not stated").help("give the load balancer and its public address the SKU `Standard`");
      return;
    }
}

FLEETLINT_RULE(basic_lb_with_zones) = {
    .id = "FL-NET-001",
    .name = "basic-lb-with-zones",
    .title = "Zonal set behind a Basic load balancer",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "network zones",
    .suppressed_by = "FL-FLX-003",
    .page = R"md(Zonal set behind a Basic load balancer.

Azure refuses the deployment or the upgrade.

## When

length(zones) >= 1 and referenced LB sku Basic/absent.

## Example

Flagged: `zones + Basic`.

Fine: `Standard`.

## Fix

Standard. A proposal: its owner decides.

Azure says: `VMScaleSetCannotReferenceLoadbalancerWhenLargeScaleOrCrossAZ`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- platform error text (public reports))md",
    .check_scale_set = check_basic_lb_with_zones,
};

}  // namespace fleetlint::rules
