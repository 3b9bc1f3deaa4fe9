#pragma once
// The arguments that say which template is looked at with which values: shared by expand, trace and others.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/evaluator/evaluate.h"

namespace fleetlint::compiler {
class Compilation;
}

namespace fleetlint::cli {

struct CompileArguments;

struct TemplateArguments {
  std::string file;
  std::vector<std::string> parameter_files, parameters;
  std::string context, now;
  std::shared_ptr<CompileArguments> compile;

  /// Declares FILE, --parameters, --param, --context and --now.
  void declare(CLI::App& app);
  /// The same without FILE.
  void declare_values(CLI::App& app);
};

/// A template ready for evaluation, and what was wrong with the files.
struct TemplateInput {
  SourceSet sources;
  std::vector<std::shared_ptr<compiler::Compilation>> compilations;
  eval::EvaluationInput evaluation;
  std::vector<Finding> findings;
  bool parameters_are_broken = false;  ///< told; values that are missing because of it are unknown, not errors
  int exit_code = 0;  ///< not 0: a file cannot be read or the arguments are wrong, and that is told
};

/// Reads everything the arguments name into `input`.
void read_template_input(const TemplateArguments& arguments, TemplateInput& input);

}  // namespace fleetlint::cli
