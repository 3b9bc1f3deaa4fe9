#pragma once
// Which percentages and pauses are in force. Rules P-1 to P-7, AE-4, AE-10.
#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

PolicyReport policy_in_force(const SetSpec& spec, OperationKind kind, bool by_user, const Switches& switches, RuleSet& rules);

/// Rule B-2: the largest batch of a set of `count` instances; at least one (B-3).
constexpr std::uint32_t batch_max(std::uint32_t count, int percent) {
  const std::uint32_t size = count * static_cast<std::uint32_t>(percent) / 100;
  return size == 0 ? 1 : size;
}

}  // namespace fleetlint::rollout
