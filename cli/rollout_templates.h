#pragma once
// Scale sets of templates for the simulator.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"
#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::cli {

struct TemplateValues {
  std::vector<std::string> files;   ///< values of later ones win
  std::vector<std::string> single;  ///< NAME=VALUE; win over files
};

/// Compiles and evaluates a template with its parameters and gives its scale sets; nothing, with a
/// message, if it cannot be read or has errors. `sources` keeps the files that places in the sets point to.
std::optional<std::vector<rollout::TemplateSet>> load_template_sets(SourceSet& sources, std::string_view path, const TemplateValues& values, std::string& message);

}  // namespace fleetlint::cli
