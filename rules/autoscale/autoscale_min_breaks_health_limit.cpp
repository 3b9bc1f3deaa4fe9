#include <algorithm>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_autoscale_min_breaks_health_limit(const ScaleSet& set, RuleContext& context) {
  const auto limits = set.unhealthy_limits();
  const auto stated = set["sku.capacity"].integer();
  if (limits.empty()) return;
  const std::int64_t limit = *std::max_element(limits.begin(), limits.end());
  if ((set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling)) != Tri::yes || !stated || 100 > limit * *stated) return;
  for (const auto& autoscale : set.autoscale)
    if (autoscale.acts() && autoscale.minimum && *autoscale.minimum >= 2 && 100 > limit * *autoscale.minimum)
      context.report(set, autoscale.minimum_property, "at its minimum of " + std::to_string(*autoscale.minimum) + " one unhealthy instance is above the limit of " + std::to_string(limit) + " %").help("raise the minimum to " + std::to_string((100 + limit - 1) / limit));
}

FLEETLINT_RULE(autoscale_min_breaks_health_limit) = {
    .id = "FL-AUT-006",
    .name = "autoscale-min-breaks-health-limit",
    .title = "At its minimum the fleet is too small for the unhealthy limit",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "capacity upgrade health",
    .page = R"md(At its minimum the fleet is too small for the unhealthy limit.

Nothing is refused, but machines silently stay as they are.

## When

(automatic OS image upgrade is on or properties.upgradePolicy.mode == Rolling) and autoscale minimum >= 2 and 100/minimum > the unhealthy limit (see FL-UPG-016) while sku.capacity passes.

## Example

Flagged: `min 3, capacity 10`.

Fine: `min 5`.

## Fix

Raise minimum. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- arithmetic)md",
    .check_scale_set = check_autoscale_min_breaks_health_limit,
};

}  // namespace fleetlint::rules
