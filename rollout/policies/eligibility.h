#pragma once
// Whether a set takes automatic OS image upgrades, and why not. Rules E-1 to E-12, SF-5.
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// All reasons against; empty if the set is eligible.
std::vector<Reason> eligibility(const Scenario& scenario, const SetSpec& spec, std::uint32_t existing, RuleSet& rules);

/// E-11: a manual start needs version latest and an unprotected instance.
bool manual_start_allowed(const SetSpec& spec, bool any_unprotected);

/// AE-3: an extension is upgraded within its major version only: the first number of both versions is the same.
inline bool same_major(const Scenario& scenario, VersionId a, VersionId b) {
  const auto& x = scenario.versions[a].parts;
  const auto& y = scenario.versions[b].parts;
  return x.empty() || y.empty() || x[0] == y[0];
}

}  // namespace fleetlint::rollout
