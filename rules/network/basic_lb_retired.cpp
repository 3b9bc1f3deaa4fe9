#include <algorithm>
#include <map>

#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_basic_lb_retired(const FleetModel& model, RuleContext& context) {
  if (context.now() < *parse_instant("2025-09-30")) return;
  struct Use {
    const ScaleSet* first = nullptr;
    bool told_better = false;  // what another rule says about one of its sets is said about the load balancer
  };
  std::map<const Resource*, Use> uses;
  for (const auto& set : model.scale_sets) {
    const auto reported = context.reported_about(set);
    const bool told_better = std::any_of(reported.begin(), reported.end(), [&](const auto* each) { return each->finding.certain && context.rule().yields_to(each->rule->id); });
    for (const auto* balancer : set.load_balancers()) {
      auto& use = uses[balancer];
      if (use.first == nullptr) use.first = &set;
      use.told_better = use.told_better || told_better;
    }
  }
  for (const auto* balancer : model.of_type("microsoft.network/loadbalancers")) {
    if (balancer->is_existing() || is_basic(*balancer) != Tri::yes) continue;
    const auto found = uses.find(balancer);
    const Use use = found == uses.end() ? Use{} : found->second;
    if (use.told_better) continue;
    const Property sku = (*balancer)["sku.name"];
    constexpr const char* message = "Basic load balancers were retired on 2025-09-30";
    auto finding = use.first != nullptr ? context.report(*use.first, sku, message) : context.report(*balancer, sku, message);
    finding.help("use SKU `Standard`");
  }
}

FLEETLINT_RULE(basic_lb_retired) = {
    .id = "FL-NET-002",
    .name = "basic-lb-retired",
    .title = "Basic load balancer is past its retirement",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "network",
    .suppressed_by = "FL-FLX-003 FL-HLT-014 FL-NET-001",
    .page = R"md(Basic load balancer is past its retirement.

Azure refuses the deployment or the upgrade.

## When

LB in deployment sku.name Basic or absent and now >= 2025-09-30.

## Example

Flagged: `sku absent`.

Fine: `Standard`.

## Fix

Standard. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: retirement notice
- data Azure/EOL service_list.json (2025-09-30))md",
    .check_model = check_basic_lb_retired,
};

}  // namespace fleetlint::rules
