#include "rollout_templates.h"

#include "finding_printer.h"
#include "fleetlint/rollout/fleet_sets.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint::cli {

std::optional<std::vector<rollout::TemplateSet>> load_template_sets(SourceSet& sources, std::string_view path, const TemplateValues& values, std::string& message) {
  workspace::LintOptions options;
  for (const auto& file : values.files) {
    if (!file.empty()) options.parameter_files.push_back(file);
  }
  options.parameters = values.single;
  const auto linted = workspace::lint_template(sources, std::string(path), options);
  if (!linted.readable) {
    message = std::string(path) + ": " + linted.failure;
    return std::nullopt;
  }
  print_errors(sources, linted.problems);
  if (linted.model == nullptr) {
    message = std::string(path) + ": the template has errors; `fleetlint lint` tells them";
    return std::nullopt;
  }
  auto sets = rollout::template_sets(*linted.model);
  for (auto& set : sets) {
    set.template_path = path;
    set.parameter_paths = options.parameter_files;
  }
  return sets;
}

}  // namespace fleetlint::cli
