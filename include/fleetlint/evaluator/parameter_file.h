#pragma once
// Values for parameters, from parameter files and the command line.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"

namespace fleetlint::eval {

/// What a parameter file assigns, and what keeps it alive. Append both to an EvaluationInput.
struct Assignments {
  std::vector<ParameterAssignment> parameters;
  std::vector<std::shared_ptr<const arm::TemplateIr>> owners;
  std::vector<Finding> findings;  ///< FL0208 (no object), FL0209 (neither value nor reference), syntax of expressions
};

/// Reads `{parameters: {name: {value | reference | expression}}}`, or the bare object of parameters. Values are literal;
/// only `expression`, as the compiler writes it for external inputs, is evaluated.
Assignments read_parameter_file(const std::shared_ptr<const arm::TemplateIr>& file, const Limits& limits);

/// Reads `NAME=VALUE` of the command line: JSON where it reads as JSON, else text. Adds the value as a source to `sources`.
/// No assignment when there is no `=` or no name.
Assignments read_parameter_argument(std::string_view argument, SourceSet& sources, const Limits& limits);

}  // namespace fleetlint::eval
