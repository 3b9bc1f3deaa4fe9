#pragma once
// Parameter files: the assignments of a .bicepparam file, evaluated (emission rules P).
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/compiler/compile.h"

namespace fleetlint::compiler {

/// The model of a parameter file that another one extends; null when it has none.
using ParameterModels = std::function<const SemanticModel*(const SourceFile&)>;

/// The file itself, then what it extends, the nearest first.
std::vector<const SemanticModel*> extended_models(const SemanticModel& model, const ParameterModels& models);

struct BuiltParameters {
  /// The parameter file as JSON; values are literal, except for `expression` members and parts of Key Vault references.
  /// Holds what could be evaluated also when there are findings.
  std::shared_ptr<const arm::TemplateIr> json;
  std::vector<Finding> findings;  ///< what cannot be evaluated
};

/// `used`: what the file's `using` names; null for `using none` and while it cannot be loaded.
BuiltParameters build_parameters(const SemanticModel& model, const ModuleInterface* used, const ParameterModels& models,
                                 const CompileOptions& options);

/// A compiled parameter file: its JSON and what it is for.
struct CompiledParameters {
  const CompiledFile* file = nullptr;
  const CompiledFile* used = nullptr;  ///< null for `using none`
  std::shared_ptr<const arm::TemplateIr> json;  ///< null when there are errors
  std::vector<Finding> findings;       ///< of the file, what it uses and its evaluation
  bool has_errors = false;
};
CompiledParameters compile_parameters(const Compilation& compilation, const CompiledFile& file, const CompileOptions& options);

/// The text of the parameter file (`build-params --stdout`).
std::string parameters_text(const CompiledParameters& parameters);
/// `build-params --format reference`: the parameter file and its template as texts in one object.
std::string parameters_reference(const CompiledParameters& parameters);

}  // namespace fleetlint::compiler
