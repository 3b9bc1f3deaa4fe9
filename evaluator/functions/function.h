#pragma once
// A template function is one row: name, parameters, result, page line, and the code above it. Rows of a family are in
// one file, `<family>_functions.cpp`, whose `<family>_functions()` is found by existing.
#include <cstdint>
#include <fmt/format.h>
#include <span>
#include <string>
#include <string_view>

#include "fleetlint/evaluator/expression_evaluator.h"
#include "unknown/facts.h"

namespace fleetlint::eval {

class Evaluation;
struct Function;

/// Kinds a parameter takes; a lambda is not a value and has a mark of its own.
namespace takes {
constexpr KindSet null = KindSet::of(ValueKind::null), boolean = KindSet::of(ValueKind::boolean), integer = KindSet::of(ValueKind::integer),
                  number = KindSet::of(ValueKind::number), string = KindSet::of(ValueKind::string), array = KindSet::of(ValueKind::array),
                  object = KindSet::of(ValueKind::object), any = KindSet::any();
constexpr KindSet lambda{0x80};
constexpr KindSet scalar = string | integer | boolean | number;
}  // namespace takes

struct Parameter {
  std::string_view name;
  KindSet kinds;
};

/// When a function can be answered; printed in the reference page, and where it may stand.
enum class When : std::uint8_t {
  start,              ///< anywhere
  parameter_default,  ///< in defaults of parameters only
  context,            ///< anywhere; needs facts about the target
  runtime,            ///< in properties and outputs: after deployment
  loop,               ///< inside a loop
};

constexpr std::uint8_t any_number = 255;

/// The call that a function answers. Arguments are of the kinds its row takes, at least possibly.
class Call {
 public:
  Call(Evaluation& evaluation, const arm::Expression& expression, const Function& function, std::span<const Value> arguments)
      : arguments(arguments), expression(expression), function(function), evaluation_(evaluation) {}

  std::span<const Value> arguments;
  const arm::Expression& expression;
  const Function& function;

  const Value& operator[](std::size_t i) const { return arguments[i]; }
  std::size_t size() const { return arguments.size(); }

  Arena& arena() const;
  ExpressionEvaluator& evaluator() const;
  Environment& environment() const;
  Evaluation& evaluation() const { return evaluation_; }

  /// A failure of this call; the message starts with the function's name.
  template <typename... Args>
  Value fail(ErrorKind kind, fmt::format_string<Args...> format, Args&&... args) const {
    return fail_with(kind, fmt::format(format, std::forward<Args>(args)...));
  }
  Value fail_with(ErrorKind kind, const std::string& message) const;

  /// A string result, copied; unknown (limit) when it is longer than the limit.
  Value string(std::string_view text) const;
  /// An array result from items that are moved into the arena; unknown (limit) when there are too many.
  Value array(std::span<const Value> items) const;
  Value object(std::span<const Field> fields) const { return Value::object(arena().copy(fields)); }
  /// Charges work; false when the budget is used up (answer with `limited()`).
  bool charge(std::uint64_t steps = 1) const;
  Value limited() const;

  /// An unknown result: facts plus what every derived value carries (reason, identity, the call itself).
  Value unknown(Unknown facts) const;
  Value unknown() const;  ///< of the row's result kinds
  Value unknown_of(KindSet kinds) const {
    Unknown facts;
    facts.kinds = kinds;
    return unknown(facts);
  }
  /// As `unknown`, from a joined value: known ones are given back as they are.
  Value derived(const Value& joined) const;

  /// A derived value of another call (an item of the result that has a call of its own).
  Value derived_call(const Unknown& facts, std::string_view function, std::span<const Value> arguments) const;

  /// Calls the lambda at argument `index` with these values (item, index…). Failed when it is no lambda.
  Value apply(std::size_t index, std::span<const Value> values) const;

 private:
  Evaluation& evaluation_;
};

using Evaluate = Value (*)(const Call&);
/// A function that evaluates its arguments itself (`if`, `and`, …).
using EvaluateLazily = Value (*)(Evaluation&, const arm::Expression&, const Function&);

struct Function {
  std::string_view name;
  std::uint8_t min_arguments, max_arguments;  ///< any_number: no upper bound
  /// The last one stands for all further ones.
  std::span<const Parameter> parameters;
  KindSet result;
  std::string_view doc;  ///< one line, Markdown
  /// Arguments are known, perhaps with unknown parts inside arrays and objects.
  Evaluate known = nullptr;
  /// Some argument is unknown. Null: an unknown value of the result kinds.
  Evaluate unknown = nullptr;
  EvaluateLazily lazy = nullptr;
  When when = When::start;
  /// Known results may be computed for each of a few possible arguments.
  bool by_cases = true;
  /// The result holds the arguments as they are: a secret one is secret in its place, the whole is not.
  bool holds_arguments = false;
};

/// The function with this name, without case; null when there is none. `list*` names have one row, `list*`.
const Function* find_function(std::string_view name);
/// All rows, by family.
struct Family {
  std::string_view name;
  std::span<const Function> functions;
};
std::span<const Family> all_functions();

/// Names of the arguments for messages: `argument 2 (length)`.
std::string describe_argument(const Function& function, std::size_t index);
std::string describe_kinds(KindSet kinds);

}  // namespace fleetlint::eval
