#pragma once
// Region outages. Rules O-1, O-2, T-4.
#include <span>
#include <utility>
#include <vector>

#include "fleetlint/rollout/time.h"

namespace fleetlint::rollout {

/// Half-open intervals, sorted, not touching.
using Intervals = std::vector<std::pair<Millis, Millis>>;
Intervals merge_intervals(Intervals intervals);

/// O-1: the end of the outage that `at` lies in, or `at`.
Millis outage_end(const Intervals& outages, Millis at);

/// O-2: when work of this length that begins at `start` is done; it stands still during outages.
Millis work_end(const Intervals& outages, Millis start, Millis length);

/// O-2: how much work fits between two instants: the time between them without outages.
Millis work_between(const Intervals& outages, Millis from, Millis to);

}  // namespace fleetlint::rollout
