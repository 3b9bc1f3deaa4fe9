#pragma once
// One parameter file of a chain of `extends`: its assignments, variables and functions as template expressions, and their
// values.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "emit/emitter.h"
#include "fleetlint/compiler/import_names.h"
#include "fleetlint/evaluator/expression_evaluator.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

class ParameterFile final : public eval::Environment {
 public:
  /// `base`: the file that this one extends, or null.
  ParameterFile(const SemanticModel& model, ParameterFile* base, const CompileOptions& options, eval::ExpressionEvaluator& evaluator,
                arm::TemplateIr& out, eval::Scope scope);

  const SemanticModel& model() const { return model_; }
  ParameterFile* base() const { return base_; }
  Lowering& lowering() { return lowering_; }
  Emitter& emitter() { return emitter_; }

  /// An expression of this file as a value; loops become arrays.
  eval::Value evaluate(const ir::Expression& expression);
  /// As a template expression without variables, parameters and functions of the file: they are put in place, evaluated
  /// unless they need an external input. Null and `failure()` when something cannot be evaluated.
  const arm::Expression* inlined(const ir::Expression& expression);
  const eval::Failure* failure() const { return failure_; }
  bool needs_external_input(const ir::Expression& expression);
  const ir::Expression* assignment(std::string_view name);

  eval::Place place() const override { return eval::Place::variable; }
  const eval::Scope& scope() const override { return scope_; }
  eval::Value parameter(eval::ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override;
  eval::Value variable(eval::ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override;
  eval::Value copy_index(eval::ExpressionEvaluator& evaluator, std::optional<std::string_view> loop, const arm::Expression& call) override;
  std::optional<eval::Value> user_function(eval::ExpressionEvaluator& evaluator, std::span<const eval::Value> arguments, const arm::Expression& call) override;

 private:
  class FunctionFrame;
  enum class Need : std::uint8_t { visiting, no, yes };

  const ir::Expression* declared(std::string_view kind, std::string_view name);
  eval::Value declared_value(std::string_view kind, std::string_view name, const arm::Expression& call);
  bool needs_external_input(const arm::Expression& expression);
  bool declared_needs(std::string_view kind, std::string_view name);
  const arm::Expression* put_in_place(const arm::Expression& expression);
  const arm::Expression* literal(const eval::Value& value);
  const arm::Expression* literal_or_fail(const eval::Value& value);

  const SemanticModel& model_;
  ParameterFile* base_;
  Lowering lowering_;
  ImportNames imports_;
  Emitter emitter_;
  eval::ExpressionEvaluator& evaluator_;
  arm::TemplateIr& out_;
  eval::Scope scope_;
  std::unordered_map<std::string_view, const ir::Expression*> variables_, functions_;
  std::unordered_map<std::string_view, SymbolId> assignments_;
  std::unordered_map<std::string, std::optional<eval::Value>> values_;  ///< no value: it is being evaluated
  std::unordered_map<std::string, Need> needs_;
  std::unordered_map<std::uint32_t, const ir::Expression*> lowered_;
  std::vector<std::int64_t> loop_;
  const eval::Failure* failure_ = nullptr;
};

}  // namespace fleetlint::compiler
