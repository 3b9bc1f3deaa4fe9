// Sets that meet others only at zone tokens and phase gates, and when those turn is known from the plain course of the fleet
// (plain_fleet.h): each is run from the opening of its phase to its end with a queue of its own. What happens to it is decided by
// the same code as otherwise; only the order of events of different sets differs, which nobody sees.
#include <algorithm>

#include "engine/plain_fleet.h"

namespace fleetlint::rollout {

std::optional<Openings> Engine::openings(const std::shared_ptr<const Scenario>& scenario, const SimulateOptions& options) {
  if (!options.crowds || options.zones || options.summary) return std::nullopt;
  auto fleet = PlainFleet::of(scenario, false, options.regions);
  return fleet ? fleet->openings(options.trial) : std::nullopt;
}

/// A version has become available in a region.
void Engine::consider_all(std::uint32_t region, std::uint32_t rollout, std::uint32_t phase, std::uint32_t replica) {
  if (interrupted_) return;
  const bool apart = openings_ != nullptr && openings_->regions[region] != 0;
  for (const auto set : by_region_[region]) {
    // Tasks of Service Fabric are told in the order of their events.
    if (!apart || sets_[set].spec->service_fabric.gated()) {
      consider(set, rollout, phase, replica);
      continue;
    }
    run_apart(set, rollout, phase, replica);
    if ((++apart_count_ & 0xFF) != 0) continue;
    if (options_.progress) options_.progress(now_);
    if (options_.cancelled && options_.cancelled()) {
      interrupted_ = true;
      return;
    }
  }
}

void Engine::run_apart(std::uint32_t set, std::uint32_t rollout, std::uint32_t phase, std::uint32_t replica) {
  const Millis came = now_;
  const auto first = static_cast<std::ptrdiff_t>(operations_.size());
  if (sets_[set].untouched) reset_set(sets_[set]);
  apart_ = true;
  own_queue_.clear();
  consider(set, rollout, phase, replica);
  while (!own_queue_.empty() && own_queue_.top().at <= end_) {
    const Event event = own_queue_.pop();
    now_ = event.at;
    dispatch(event);
  }
  apart_ = false;
  now_ = came;
  // Nothing refers to operations that are over: their places are taken by those of the next set.
  if (!std::all_of(operations_.begin() + first, operations_.end(), [](const Operation& o) { return o.final; })) return;
  for (auto operation = operations_.begin() + first; operation != operations_.end(); ++operation) {
    if (operation->started) finished_.emplace_back(set, std::move(operation->report));
  }
  operations_.erase(operations_.begin() + first, operations_.end());
  course_of_ = none;
}

}  // namespace fleetlint::rollout
