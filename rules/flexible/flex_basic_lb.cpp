#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_flex_basic_lb(const ScaleSet& set, RuleContext& context) {
  if (set.is_flexible() != Tri::yes) return;
  for (const auto* balancer : set.load_balancers())
    if (is_basic(*balancer) == Tri::yes) context.report(set, set["properties.orchestrationMode"], "a Flexible set cannot use the Basic load balancer `" + balancer->display_name() + "`").note((*balancer)["sku.name"], "the SKU is Basic, or not stated");
}

FLEETLINT_RULE(flex_basic_lb) = {
    .id = "FL-FLX-003",
    .name = "flex-basic-lb",
    .title = "Flexible set behind a Basic load balancer",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "network",
    .page = R"md(Flexible set behind a Basic load balancer.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and referenced LB sku Basic/absent.

## Example

Flagged: `Basic`.

Fine: `Standard`.

## Fix

Standard. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor page on orchestration modes)md",
    .check_scale_set = check_flex_basic_lb,
};

}  // namespace fleetlint::rules
