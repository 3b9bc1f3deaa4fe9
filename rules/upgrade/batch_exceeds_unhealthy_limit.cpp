#include <algorithm>

#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_batch_exceeds_unhealthy_limit(const ScaleSet& set, RuleContext& context) {
  if (set.upgrade.rolling.present() == Tri::no) return;
  const auto stated = [](const Property& percent) { return percent.possible_integers(percent.is_absent() ? std::optional<std::int64_t>(20) : std::nullopt); };
  const Property batch = set.upgrade.max_batch_percent.property(), limit = set.upgrade.max_unhealthy_percent.property();
  const auto batches = stated(batch), limits = stated(limit);
  if (batches.empty() || limits.empty()) return;
  const auto least = *std::min_element(batches.begin(), batches.end()), most = *std::max_element(limits.begin(), limits.end());
  if (least <= most) return;
  context.report(set, batch.is_absent() ? limit : batch,
                 "a batch of " + std::to_string(least) + " % alone breaks the health limit of " + std::to_string(most) + " %, for instances in upgrade count as unhealthy")
      .note(limit, limit.is_absent() ? "no limit is stated, so it is 20 %" : "the limit")
      .help("let `maxUnhealthyInstancePercent` be at least " + std::to_string(std::max<std::int64_t>(least, 5)));  // less is refused
}

FLEETLINT_RULE(batch_exceeds_unhealthy_limit) = {
    .id = "FL-UPG-017",
    .name = "batch-exceeds-unhealthy-limit",
    .title = "The batch being upgraded alone can break the health limit",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "upgrade health",
    .page = R"md(The batch being upgraded alone can break the health limit.

Nothing is refused, but machines silently stay as they are.

## When

properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent > properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyInstancePercent (defaults 20/20), because instances in upgrade count as unhealthy.

## Example

Flagged: `maxBatchInstancePercent:40, maxUnhealthyInstancePercent:20`.

Fine: `40 and 50`.

## Fix

Set maxUnhealthyInstancePercent >= maxBatchInstancePercent. A proposal: its owner decides.

Doubt: Hard rejection is documented only for Batch pools that sit on the same policy object.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema text
- doc: Batch pool rolling policy states the inequality as a hard rule)md",
    .check_scale_set = check_batch_exceeds_unhealthy_limit,
};

}  // namespace fleetlint::rules
