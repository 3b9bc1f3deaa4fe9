#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_two_load_balancers_of_one_kind(const ScaleSet& set, RuleContext& context) {
  const Resource* first[2] = {};
  for (const auto* balancer : set.load_balancers_of_pools()) {
    const Tri is_public = has_public_frontend(*balancer);
    if (is_public == Tri::unknown) continue;
    auto& other = first[is_public == Tri::yes ? 1 : 0];
    if (other == nullptr) {
      other = balancer;
      continue;
    }
    context.report(set, set.profile("networkProfile.networkInterfaceConfigurations"), std::string("the set is behind two ") + (is_public == Tri::yes ? "public" : "internal") + " load balancers, `" + other->display_name() + "` and `" + balancer->display_name() + "`").note(balancer->where(), "the second one");
    return;
  }
}

FLEETLINT_RULE(two_load_balancers_of_one_kind) = {
    .id = "FL-NET-004",
    .name = "two-load-balancers-of-one-kind",
    .title = "Set is in pools of two load balancers of the same kind",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "network",
    .page = R"md(Set is in pools of two load balancers of the same kind.

Azure refuses the deployment or the upgrade.

## When

pools of >= 2 different public (or >= 2 internal) load balancers.

## Example

Flagged: `lbA and lbB public`.

Fine: one public and one internal load balancer.

Azure says: `VMScaleSetCannotUseMultipleLoadBalancersOfSameType`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- platform error text (public reports))md",
    .check_scale_set = check_two_load_balancers_of_one_kind,
};

}  // namespace fleetlint::rules
