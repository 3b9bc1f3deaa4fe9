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

std::vector<RegularBatch> plan_regular(std::uint32_t count, std::span<const std::uint8_t> zones, std::uint32_t domains, const PlanRules& rules) {
  std::vector<RegularBatch> batches;
  const auto zone_count = static_cast<std::uint32_t>(std::max<std::size_t>(zones.size(), 1));
  // Zones in ascending order; the set's own list may be in another order, which decides who is in which.
  std::vector<std::uint32_t> order(zone_count);
  std::iota(order.begin(), order.end(), 0u);
  if (!zones.empty()) std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return zones[a] < zones[b]; });
  const std::uint32_t groups = rules.ud_boundary || rules.domains_only ? domains : 1;
  for (const std::uint32_t z : order) {
    const std::uint32_t in_zone = count > z ? (count - z + zone_count - 1) / zone_count : 0;
    for (std::uint32_t u = 0; u < groups; ++u) {
      const std::uint32_t members = in_zone > u ? (in_zone - u + groups - 1) / groups : 0;
      for (std::uint32_t done = 0; done < members; done += rules.batch_max) {
        batches.push_back({z + zone_count * (u + groups * done), zone_count * groups, std::min(rules.batch_max, members - done),
                           zones.empty() ? std::uint8_t{0} : zones[z], groups > 1 || rules.ud_boundary || rules.domains_only ? static_cast<int>(u) : -1});
      }
    }
  }
  return batches;
}

}  // namespace fleetlint::rollout
