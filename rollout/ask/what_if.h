#pragma once
// One set again with one thing changed: what a sentence claims that "would help" has been run.
#include <string>
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// Sentences of what would have changed the course of a set: limits, batches, size, flags, windows, modes, requirements. Each was run.
std::vector<std::string> counterfactuals(const RolloutReport& report, std::uint32_t set);

}  // namespace fleetlint::rollout
