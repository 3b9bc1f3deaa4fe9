#include "policies/phases.h"

#include <algorithm>
#include <numeric>

namespace fleetlint::rollout {

std::vector<std::vector<std::uint32_t>> plan_phases(const Scenario& scenario) {
  std::vector<std::uint64_t> weight(scenario.regions.size());
  for (const auto& set : scenario.sets) weight[set.region] += set.capacity;
  std::vector<std::uint32_t> order(scenario.regions.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return weight[a] != weight[b] ? weight[a] < weight[b] : scenario.regions[a].name < scenario.regions[b].name;
  });
  std::vector<std::vector<std::uint32_t>> phases;
  const auto room = [](std::size_t phase) { return phase < 2 ? std::size_t{1} : std::size_t{1} << std::min<std::size_t>(phase - 1, 30); };
  for (const auto region : order) {
    const auto& pairs = scenario.regions[region].pairs;
    for (std::size_t phase = 0;; ++phase) {
      if (phase == phases.size()) phases.emplace_back();
      auto& members = phases[phase];
      const bool paired = std::any_of(members.begin(), members.end(), [&](std::uint32_t other) { return std::find(pairs.begin(), pairs.end(), other) != pairs.end(); });
      if (members.size() >= room(phase) || paired) continue;
      members.push_back(region);
      break;
    }
  }
  return phases;
}

}  // namespace fleetlint::rollout
