#pragma once
// Scale sets of templates for the simulator.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::cli {

/// Compiles and evaluates a template and writes its scale sets in the form of the scenario schema; what is unknown is left to
/// the schema's defaults. Nothing, with a message, if the template has errors.
std::optional<std::vector<rollout::TemplateSet>> load_template_sets(std::string_view path, std::string_view parameters, std::string& message);

/// What changed between two versions of the sets becomes model changes and image publications at the scenario's start.
void publish_changes(const std::vector<rollout::TemplateSet>& before, rollout::ReadOptions& options);

}  // namespace fleetlint::cli
