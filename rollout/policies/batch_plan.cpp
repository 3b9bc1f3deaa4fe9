#include "policies/batch_plan.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace fleetlint::rollout {

BatchPlan plan_batches(std::vector<Candidate>& candidates, const PlanRules& rules) {
  for (Candidate& c : candidates) {
    if (rules.domains_only) {
      c.phase = 0;
      c.pass = 0;
    } else if (rules.ignore_zones) {
      c.zone = 0;
    }
  }
  const bool domains = rules.ud_boundary || rules.domains_only;
  const auto group = [domains](const Candidate& c) { return std::tuple(c.phase, c.pass, c.zone, domains ? c.ud : std::uint16_t{0}); };
  std::sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
    const auto ga = group(a), gb = group(b);
    return ga != gb ? ga < gb : a.id < b.id;
  });
  BatchPlan plan;
  plan.order.reserve(candidates.size());
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    const Candidate& c = candidates[i];
    plan.order.push_back(c.id);
    const bool fresh = plan.batches.empty() || plan.batches.back().end - plan.batches.back().begin >= rules.batch_max ||
                       group(candidates[i - 1]) != group(c);
    if (fresh) plan.batches.push_back({i, i, c.zone, domains ? static_cast<int>(c.ud) : -1});
    ++plan.batches.back().end;
  }
  return plan;
}

std::vector<PlannedBatch> plan_regular(std::uint32_t count, std::span<const std::uint8_t> all_zones, std::uint32_t domains, const PlanRules& rules) {
  std::vector<PlannedBatch> batches;
  const std::span<const std::uint8_t> zones = rules.ignore_zones && !rules.domains_only ? std::span<const std::uint8_t>{} : all_zones;
  const auto zone_count = static_cast<std::uint32_t>(std::max<std::size_t>(zones.size(), 1));
  // Zones in ascending order; the set's own list may be in another order, which decides who is in which.
  std::vector<std::uint32_t> order(zone_count);
  std::iota(order.begin(), order.end(), 0u);
  if (!zones.empty()) std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return zones[a] < zones[b]; });
  const bool by_domain = rules.ud_boundary || rules.domains_only;
  const std::uint32_t groups = by_domain ? domains : 1;
  for (const std::uint32_t z : order) {
    const std::uint32_t in_zone = count > z ? (count - z + zone_count - 1) / zone_count : 0;
    for (std::uint32_t u = 0; u < groups; ++u) {
      const std::uint32_t members = in_zone > u ? (in_zone - u + groups - 1) / groups : 0;
      for (std::uint32_t done = 0; done < members; done += rules.batch_max) {
        const std::uint32_t end = members - done > rules.batch_max ? done + rules.batch_max : members;
        batches.push_back({done, end, zones.empty() ? std::uint8_t{0} : zones[z], by_domain ? static_cast<int>(u) : -1, z + zone_count * u, zone_count * groups});
        if (end == members) break;
      }
    }
  }
  return batches;
}

}  // namespace fleetlint::rollout
