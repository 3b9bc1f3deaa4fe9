#pragma once
// Assertions and their values in words.
#include <string>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// What an assertion asks: "at least 18 of web serve".
std::string asked_in_words(const Scenario& scenario, const Assertion& assertion);
/// The value that it has, in the same words: "20 at worst", "96.94 % of 10,000 trials".
std::string found_in_words(const RolloutReport& report, const Assertion& assertion, const AssertionReport& result);

}  // namespace fleetlint::rollout
