#pragma once
#include <memory>
#include <string_view>

#include "fleetlint/compiler/types.h"
#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

/// What the variables of an ARM JSON template are, without knowing its parameters.
class JsonVariables {
 public:
  explicit JsonVariables(const std::shared_ptr<const arm::TemplateIr>& json);

  /// The type of the variable's value, literal as the reference has it. Null when it has none without parameters and
  /// what only a deployment knows: such a variable cannot be imported.
  const Type* type_of(std::string_view name, TypeArena& arena) const;

 private:
  std::shared_ptr<const eval::EvaluatedTemplate> evaluated_;
};

}  // namespace fleetlint::compiler
