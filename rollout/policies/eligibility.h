#pragma once
// Whether a set takes automatic OS image upgrades, and why not. Rules E-1 to E-12, SF-5.
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// All reasons against; empty if the set is eligible.
std::vector<Reason> eligibility(const Scenario& scenario, const SetSpec& spec, std::uint32_t existing, RuleSet& rules);

/// E-11: a manual start needs version latest and an unprotected instance.
bool manual_start_allowed(const SetSpec& spec, bool any_unprotected);

}  // namespace fleetlint::rollout
