#pragma once
// Phases of regions and their gate. Rules F-1 to F-7.
#include <cstdint>
#include <vector>

#include "fleetlint/rollout/scenario.h"

namespace fleetlint::rollout {

/// F-4: small regions first, phases of 1, 1, 2, 4, 8, … regions, pairs apart.
std::vector<std::vector<std::uint32_t>> plan_phases(const Scenario& scenario);

/// F-5: whether a phase with `eligible` instances, of which `succeeded` run the new version, lets the rollout go on.
constexpr bool phase_passes(std::int64_t eligible, std::int64_t succeeded, int max_failed_percent) {
  return !(100 * (eligible - succeeded) > max_failed_percent * eligible);
}

}  // namespace fleetlint::rollout
