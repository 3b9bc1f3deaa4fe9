#pragma once
// What a template answers while one of its expressions is evaluated: where the expression stands and which loops and
// user functions are around it.
#include <string_view>

#include "fleetlint/evaluator/expression_evaluator.h"

namespace fleetlint::eval {

class Deployment;

/// A loop around an expression, innermost first.
struct LoopFrame {
  std::string_view name;
  Value index;
  bool unnamed = false;  ///< `copyIndex()` without a name means it: resource and output loops
  const LoopFrame* outer = nullptr;
};

/// Arguments of the user function whose body is evaluated.
struct FunctionFrame {
  const arm::Node* parameters = nullptr;  ///< the declarations, in order
  std::span<const Value> arguments;
};

class TemplateEnvironment final : public Environment {
 public:
  /// Expressions belong to `deployment`: its parameters, variables and scope.
  TemplateEnvironment(Deployment& deployment, Place place, const LoopFrame* loop = nullptr, const FunctionFrame* function = nullptr)
      : deployment_(deployment), place_(place), loop_(loop), function_(function) {}

  TemplateEnvironment at(Place place) const { return {deployment_, place, loop_, function_}; }
  TemplateEnvironment in(const LoopFrame& loop) const { return {deployment_, place_, &loop, function_}; }
  Deployment& deployment() const { return deployment_; }
  const LoopFrame* loop() const { return loop_; }

  Place place() const override { return place_; }
  const Scope& scope() const override;
  Value parameter(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override;
  Value variable(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override;
  Value copy_index(ExpressionEvaluator& evaluator, std::optional<std::string_view> loop, const arm::Expression& call) override;
  std::optional<Value> user_function(ExpressionEvaluator& evaluator, std::span<const Value> arguments, const arm::Expression& call) override;
  Value reference(ExpressionEvaluator& evaluator, const Value& target, bool full, const arm::Expression& call) override;
  Value references(ExpressionEvaluator& evaluator, const Value& symbol, bool full, const arm::Expression& call) override;
  Value resource_info(ExpressionEvaluator& evaluator, const Value& symbol, const arm::Expression& call) override;
  Value new_guid(ExpressionEvaluator& evaluator, const arm::Expression& call) override;

 private:
  Deployment& deployment_;
  Place place_;
  const LoopFrame* loop_;
  const FunctionFrame* function_;
};

}  // namespace fleetlint::eval
