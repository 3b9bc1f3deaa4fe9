#pragma once
// From a path to an evaluated template, with what the parameter files say. Private to the room.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint::workspace {

struct LoadedTemplate {
  bool readable = true;
  std::string failure;
  std::vector<Finding> findings;   ///< of the template and its modules
  std::vector<Finding> problems;   ///< of parameter files, arguments and context
  std::vector<rules::ParameterFile> parameter_files;
  std::shared_ptr<const eval::EvaluatedTemplate> evaluated;  ///< null: it does not compile
  std::shared_ptr<const void> compilation, arena;            ///< keep trees and values alive
  std::vector<std::shared_ptr<const arm::TemplateIr>> documents;
  std::vector<SourceId> written;  ///< template, parameter files and local modules: what the author of the template can change
};

LoadedTemplate load_template(SourceSet& sources, const std::string& path, const LintOptions& options);

/// Reads the file with the HTTP status of addresses; what is wrong with it goes to `problems`.
std::map<std::string, std::int64_t, std::less<>> read_url_status(SourceSet& sources, const LintOptions& options, std::vector<Finding>& problems);

/// Runs the scenario of the options over the sets of the model; nothing when there is none or it is broken (told in
/// `problems`).
std::optional<rules::RolloutFacts> simulate_rollout(SourceSet& sources, const LintOptions& options, const fleet::FleetModel& model, std::vector<Finding>& problems);

}  // namespace fleetlint::workspace
