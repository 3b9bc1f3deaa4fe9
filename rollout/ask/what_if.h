#pragma once
// One set again with one thing changed: what a sentence claims that "would help" has been run.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// The part of a scenario that concerns one set: that set, its faults and actions, the phases as they were.
Scenario alone(const RolloutReport& report, std::uint32_t set);

/// How the last operation of a kind went.
struct Outcome {
  bool any = false;  ///< there was such an operation
  OperationCode code = OperationCode::rolling_forward;
  ErrorCode error = ErrorCode::none;
  std::uint32_t successful = 0, failed = 0, pending = 0, eligible = 0, batches = 0, min_serving = 0, capacity = 0;
  std::optional<Millis> started, lasted;  ///< since the start of the scenario; from start to end
  std::optional<Check> stopped_by;
  bool completed() const { return any && code == OperationCode::completed; }
};
Outcome outcome_of(const RolloutReport& report, std::uint32_t set, OperationKind kind);

/// Changes the one set (index 0) of the scenario and runs it.
Outcome run_changed(const Scenario& base, OperationKind kind, const std::function<void(Scenario&)>& change);

/// "it completes: 24 of 25 upgraded in 25 min 30 s, at worst 20 serve".
std::string outcome_text(const Outcome& outcome);

/// Sentences of what would have changed the course of a set: limits, batches, size, flags, windows, modes, requirements. Each was run.
std::vector<std::string> counterfactuals(const RolloutReport& report, std::uint32_t set);

}  // namespace fleetlint::rollout
