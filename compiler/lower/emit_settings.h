#pragma once
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

/// What decides the form of a file's template (emission rules B1–B9).
struct EmitSettings {
  bool symbolic_names = false;         ///< resources are an object, languageVersion 2.0 or later
  bool experimental_language = false;  ///< languageVersion 2.x-experimental
};
EmitSettings emit_settings(const SemanticModel& model);

}  // namespace fleetlint::compiler
