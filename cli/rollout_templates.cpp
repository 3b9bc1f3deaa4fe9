#include "rollout_templates.h"

#include <algorithm>

#include "finding_printer.h"
#include "fleetlint/evaluator/value.h"
#include "fleetlint/rollout/fleet_sets.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint::cli {
namespace {

/// Whether a template says of the values for its parameters that one is missing, not known or not allowed.
bool about_values_given(const Finding& finding) {
  const auto kind = eval::error_kind(finding.code);
  if (!kind) return false;
  switch (*kind) {
    case eval::ErrorKind::missing_parameter:
    case eval::ErrorKind::extra_parameter:
    case eval::ErrorKind::not_allowed_value:
    case eval::ErrorKind::constraint: return true;
    case eval::ErrorKind::type_mismatch: return finding.path.starts_with("parameters.");  // other things have types, too
    default: return false;
  }
}

/// What compiler and evaluator say is wrong: a template with such errors would not be deployed, so there is nothing to simulate.
/// Findings of rules are `fleetlint lint`'s matter.
std::vector<Finding> errors_of(const workspace::LintedTemplate& linted, const TemplateValues& values) {
  std::vector<Finding> errors = errors_among(linted.problems);
  for (const auto& each : linted.findings) {
    if (each.rule != nullptr || each.finding.severity != Severity::error) continue;
    if (values.of_another && about_values_given(each.finding)) continue;
    auto& target = values.undeclared != nullptr && eval::error_kind(each.finding.code) == eval::ErrorKind::extra_parameter ? *values.undeclared : errors;
    target.push_back(each.finding);
  }
  return errors;
}

}  // namespace

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
  const auto errors = errors_of(linted, values);
  print_findings(sources, errors);
  if (!errors.empty() || linted.model == nullptr) {
    message = std::string(path) + ": the template or its parameters have errors; nothing is simulated";
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
