#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

#include <map>

namespace fleetlint::rules {

static void check_zones_unbalanced_batches(const FleetModel& model, RuleContext& context) {
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const auto percent = fact_number(*facts, "batchPercent"), capacity = fact_number(*facts, "capacity");
    if (!percent || !capacity) continue;
    std::map<int, std::int64_t> zone_sizes;
    std::int64_t upgraded = 0;
    for (const auto& batch : facts->batches) {
      if (batch.zone != 0) zone_sizes[batch.zone] += batch.instances;
      upgraded += batch.instances;
    }
    // Only a rollout that came to its end tells how many instances each zone has.
    if (zone_sizes.size() < 2 || upgraded != *capacity) continue;
    const bool even = std::all_of(zone_sizes.begin(), zone_sizes.end(), [&](const auto& zone) { return zone.second == zone_sizes.begin()->second; });
    if (even) continue;
    const RolloutFacts::Batch* worst = nullptr;
    const auto share = [&](const RolloutFacts::Batch& batch) { return batch.instances * 100 / zone_sizes[batch.zone]; };
    for (const auto& batch : facts->batches)
      if (batch.zone != 0 && batch.instances * 100 > *percent * zone_sizes[batch.zone] && (worst == nullptr || share(batch) > share(*worst))) worst = &batch;
    if (worst == nullptr) continue;
    context.report(*set, set->instances.property, "zone " + std::to_string(worst->zone) + " has " + std::to_string(zone_sizes[worst->zone]) + " instances: a batch of " + std::to_string(worst->instances) + " is " +
                                                       std::to_string(share(*worst)) + " % of them, above the " + std::to_string(*percent) + " % of the policy")
        .note((*set)["zones"], "the zones, which do not get the same number of instances")
        .help("choose a number of instances that the zones divide evenly");
  }
}

FLEETLINT_RULE(zones_unbalanced_batches) = {
    .id = "FL-SIM-010",
    .name = "zones-unbalanced-batches",
    .title = "Zone sizes make batches uneven",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "zones upgrade",
    .page = R"md(Zones of different size make batches that are too large for the smaller ones.

The platform upgrades zone by zone. The size of a batch comes from the percentage, but is at least one instance: in a small zone that is a larger part than the
policy says.

## When

In the simulated rollout the zones have different numbers of instances, and a batch is a larger part of its zone than `maxBatchInstancePercent`. Needs a scenario.

## Example

Flagged: five instances in one zone and one in the other: the only batch of the second is all of it.

Fine: fifteen instances in three zones, batches of one in five.

## What is unknown

Silent if the number of instances or the zones are not known, or if the simulated rollout does not reach every instance.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_zones_unbalanced_batches,
};

}  // namespace fleetlint::rules
