#pragma once
// One run of the evaluator: an expression with the environment that answers for it.
#include <array>
#include <span>

#include "fleetlint/evaluator/expression_evaluator.h"
#include "functions/function.h"

namespace fleetlint::eval {

/// Values of lambda variables, innermost first.
struct ExpressionEvaluator::LambdaFrame {
  std::array<std::string_view, 3> names;
  std::array<Value, 3> values;
  std::size_t size = 0;
  const LambdaFrame* outer = nullptr;
};

class Evaluation {
 public:
  Evaluation(ExpressionEvaluator& evaluator, Environment& environment) : evaluator_(evaluator), environment_(environment) {}

  Value evaluate(const arm::Expression& expression);
  /// `base[key]`, also for the keys of tryGet.
  Value access(const Value& base, const Value& key, const arm::Expression& expression);
  Value call_lambda(const arm::Expression& lambda, std::span<const Value> values, const Call& call);
  Value lambda_variable(std::string_view name, const arm::Expression& call);

  ExpressionEvaluator& evaluator() { return evaluator_; }
  Environment& environment() { return environment_; }
  Arena& arena() { return evaluator_.arena(); }

  Value fail(ErrorKind kind, Location location, std::string_view message) { return evaluator_.fail(kind, location, message); }
  /// The failure of a call with more or fewer arguments than the function takes.
  Value wrong_count(const Function& function, const arm::Expression& call);
  /// Adds to facts what every value computed from others carries.
  Value derive(Unknown facts, std::string_view function, std::span<const Value> arguments);
  /// What a function that evaluates its arguments itself gives, with the call and these arguments in its origin.
  Value traced(Value result, const arm::Expression& call, std::span<const Value> arguments);
  bool traces() const { return evaluator_.options_.trace; }
  void saw_secret() { evaluator_.secrets_ = true; }

 private:
  friend class Call;
  Value evaluate_inside(const arm::Expression& expression);
  Value evaluate_access(const arm::Expression& expression);
  Value evaluate_call(const arm::Expression& call);
  Value evaluate_user_function(const arm::Expression& call);
  Value apply(const Function& function, const arm::Expression& call, std::span<const Value> arguments);
  Value apply_by_cases(const Call& call, bool& done);
  Value check_kinds(const Function& function, const arm::Expression& call, std::span<const Value> arguments);
  Value finish(Value result, const arm::Expression& expression, std::span<const Value> arguments, bool holds_arguments = false);
  const Origin* make_origin(OriginStep step, const arm::Expression& expression, std::span<const Value> arguments);

  Value access_array(const Value& base, const Value& key, const arm::Expression& expression);
  Value access_object(const Value& base, const Value& key, const arm::Expression& expression);
  Value access_unknown(const Value& base, const Value& key, const arm::Expression& expression);

  ExpressionEvaluator& evaluator_;
  Environment& environment_;
};

/// An object from names and values that alternate. A name may be unknown; the member it stands for may then replace any
/// one before it. Locations (of the names) may be fewer or none.
Value make_object(Evaluation& evaluation, std::span<const Value> names_and_values, std::span<const Location> locations);

}  // namespace fleetlint::eval
