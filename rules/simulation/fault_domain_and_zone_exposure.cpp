#include "fleetlint/rules/rule.h"
#include "rollout_sets.h"

namespace fleetlint::rules {

/// The most instances that one zone, or one fault domain of a set without zones, can take with it.
static std::optional<std::int64_t> largest_share(const ScaleSet& set, std::int64_t instances) {
  const auto zones = set.zone_count();
  if (!zones) return std::nullopt;
  if (*zones >= 2) return (instances + static_cast<std::int64_t>(*zones) - 1) / static_cast<std::int64_t>(*zones);
  const auto domains = set["properties.platformFaultDomainCount"].integer();
  if (*zones == 1 || !domains || *domains < 2) return std::nullopt;
  return (instances + *domains - 1) / *domains;
}

static void check_fault_domain_and_zone_exposure(const FleetModel& model, RuleContext& context) {
  const auto floor = context.setting("minHealthy");
  for (const auto& [set, facts] : simulated_sets(model, context.input())) {
    const auto capacity = fact_number(*facts, "capacity");
    std::int64_t batch = 0;
    for (const auto& each : facts->batches) batch = std::max(batch, each.instances);
    if (!capacity || *capacity == 0 || batch == 0) continue;
    const auto share = largest_share(*set, *capacity);
    if (!share) continue;
    const auto left = std::max<std::int64_t>(0, *capacity - batch - *share);
    if (!is_below_floor(left, *capacity, floor)) continue;
    const bool zonal = set->zone_count().value_or(0) >= 2;
    context.report(*set, set->instances.property, "if a " + std::string(zonal ? "zone" : "fault domain") + " is lost while a batch of " + std::to_string(batch) + " is upgraded, " + std::to_string(left) + " of " +
                                                       std::to_string(*capacity) + " instances are left, below " + floor)
        .note(set->upgrade.rolling, "the rolling policy")
        .help("run more instances, or make the batches smaller");
  }
}

FLEETLINT_RULE(fault_domain_and_zone_exposure) = {
    .id = "FL-SIM-009",
    .name = "fault-domain-and-zone-exposure",
    .title = "One batch plus one zone (or fault domain) failure leaves too little",
    .severity = Severity::info,
    .outcome = Outcome::outage,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "zones capacity",
    .settings = "minHealthy=75%",
    .page = R"md(One batch and one zone (or fault domain) at the same time leave too few instances.

A batch is out of service on purpose; a zone can fail on the same day. What is left then must carry the load.

## When

Instances minus the largest batch of the simulated rollout minus the largest share of one zone is below the setting `minHealthy`. A set without zones is
judged by its `platformFaultDomainCount`. Needs a scenario.

## Example

Flagged: three zones with one instance each, batches of one: one of three is left.

Fine: twelve instances in three zones, with `minHealthy` at 50 %: six are left.

## What is unknown

Silent if the number of instances, zones or fault domains is not known.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_fault_domain_and_zone_exposure,
};

}  // namespace fleetlint::rules
