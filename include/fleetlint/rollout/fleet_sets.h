#pragma once
// Scale sets of a template in the form in which scenarios give them.
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::fleet {
class FleetModel;
}

namespace fleetlint::rollout {

/// The name of the region that stands for every location that cannot be known before deployment.
inline constexpr std::string_view unknown_region = "deployment-region";

/// Every set of the deployment that exists or may exist. What cannot be known before deployment is named in `unknown`; what counts
/// instead is the schema's default, for the region `unknown_region`. An unknown number of instances is left out.
std::vector<TemplateSet> template_sets(const fleet::FleetModel& model);

/// What the step from one version of a template to the next does to the same sets: each keeps its old size and its instances the
/// old model; the differences become actions at the start. Returns what it found, a sentence a line.
std::vector<std::string> publish_changes(const std::vector<TemplateSet>& before, ReadOptions& options);

}  // namespace fleetlint::rollout
