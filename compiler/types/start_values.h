#pragma once
// What rules ask the checker beyond what emission asks.
#include <memory>

#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

class DeployTimeCheck;

/// Which values are known when a deployment starts. Remembers what it found in variables.
class StartValues {
 public:
  explicit StartValues(const SemanticModel& model);
  ~StartValues();
  bool known(syntax::Node value);

 private:
  std::unique_ptr<DeployTimeCheck> check_;
};

/// The type that the body of a resource or module is checked against; null when there is none.
const Type* declared_body(const SemanticModel& model, SymbolId resource);

}  // namespace fleetlint::compiler
