#pragma once
// What a result rests on: assumptions that entered, and whether it decides anything.
#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// Whether a rule that entered belongs to the list of assumptions: documents leave it open, or another reading of it is built in.
bool is_assumption(Rule rule);
/// Whether the run says nothing about any set: the size of each is unknown, and none is refused for what is known (rules TPL-1, TPL-2).
bool nothing_is_decided(const RolloutReport& report);

}  // namespace fleetlint::rollout
