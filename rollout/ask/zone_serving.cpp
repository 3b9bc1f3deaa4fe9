#include <algorithm>

#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/simulate.h"

namespace fleetlint::rollout {

std::vector<ZoneServing> serving_by_zone(const RolloutReport& report) {
  const Scenario& scenario = *report.scenario;
  if (std::all_of(scenario.sets.begin(), scenario.sets.end(), [&](const ScaleSet& set) { return scenario.zones_of(set).empty(); })) return {};
  SimulateOptions options;
  options.trial = scenario.trial.value_or(0);
  options.capacity = false;
  options.classes = false;
  options.crowds = false;
  options.zones = true;
  return simulate(report.scenario, options).zones;
}

}  // namespace fleetlint::rollout
