#pragma once
// Scale sets of templates for the simulator.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::cli {

/// Compiles and evaluates a template with its parameters and gives its scale sets; nothing, with a message, if it cannot be read
/// or has errors.
std::optional<std::vector<rollout::TemplateSet>> load_template_sets(std::string_view path, std::string_view parameters, std::string& message);

}  // namespace fleetlint::cli
