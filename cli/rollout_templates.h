#pragma once
// Scale sets of templates for the simulator.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/source.h"
#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::cli {

struct TemplateValues {
  std::vector<std::string> files;   ///< values of later ones win
  std::vector<std::string> single;  ///< NAME=VALUE; win over files
  bool of_another = false;          ///< they were given for another version of the template: what this one says to them is no matter
  std::vector<Finding>* undeclared = nullptr;  ///< they are for other templates too: those that this one does not declare (FL0220) are put here instead of being errors
};

/// Compiles and evaluates a template with its parameters and gives its scale sets; nothing, with a message, if it cannot be read
/// or if it, or a value that is given for it, has errors, which are printed. `sources` keeps the files that places in the sets point to.
std::optional<std::vector<rollout::TemplateSet>> load_template_sets(SourceSet& sources, std::string_view path, const TemplateValues& values, std::string& message);

}  // namespace fleetlint::cli
