#include "expression/evaluation.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::eval {
namespace {

/// Nested calls of expressions, variables and user functions together; keeps the stack small.
constexpr std::uint32_t most_nested = 1000;
/// How many combinations of possible arguments are tried before an answer becomes a plain unknown.
constexpr std::size_t most_cases = 64, most_choices_of_one = 16;

/// A few values on the stack, more on the heap: nearly all calls have at most four arguments.
class Arguments {
 public:
  explicit Arguments(std::size_t size) : size_(size) {
    if (size <= inline_.size()) return;
    heap_.resize(size);
    data_ = heap_.data();
  }
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;
  Value& operator[](std::size_t i) { return data_[i]; }
  std::span<const Value> all() const { return {data_, size_}; }

 private:
  std::size_t size_;
  std::array<Value, 4> inline_;
  std::vector<Value> heap_;
  Value* data_ = inline_.data();
};

const Parameter& parameter_at(const Function& function, std::size_t i) {
  return function.parameters[std::min(i, function.parameters.size() - 1)];
}

bool takes_count(const Function& function, std::size_t count) {
  return count >= function.min_arguments && (function.max_arguments == any_number || count <= function.max_arguments);
}

/// Whether all arguments are values of the wanted kinds; lambdas are looked at elsewhere.
bool are_of_kinds(const Function& function, std::span<const Value> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto kinds = arguments[i].is_known() ? KindSet::of(arguments[i].kind()) : kinds_of(arguments[i]);
    if ((kinds.bits & parameter_at(function, i).kinds.bits) == 0) return false;
  }
  return true;
}

bool allowed(When when, Place place) {
  switch (when) {
    case When::parameter_default: return place == Place::parameter_default;
    case When::runtime: return place == Place::resource_property || place == Place::output;
    default: return true;
  }
}

std::string_view where(When when) {
  return when == When::parameter_default ? "only the default value of a parameter may use it"
                                         : "it runs after the deployment has started, so only properties of resources and outputs may use it";
}

}  // namespace

Value Evaluation::evaluate(const arm::Expression& expression) {
  if (!evaluator_.charge() || evaluator_.depth_ >= most_nested) return evaluator_.limited(expression.location);
  ++evaluator_.depth_;
  const Value result = evaluate_inside(expression);
  --evaluator_.depth_;
  return result;
}

Value Evaluation::evaluate_inside(const arm::Expression& expression) {
  switch (expression.kind) {
    case arm::ExpressionKind::string: {
      Value value = Value::string(expression.text);
      if (evaluator_.options_.trace) value.set_origin(arena().create<Origin>(Origin{OriginStep::literal, expression.location, {}, nullptr, {}}));
      return value;
    }
    case arm::ExpressionKind::integer: {
      if (expression.integer > std::numeric_limits<std::int32_t>::max() || expression.integer < std::numeric_limits<std::int32_t>::min())
        return fail(ErrorKind::syntax, expression.location, fmt::format("the number `{}` does not fit 32 bits; larger ones are written `json('{}')`", expression.integer, expression.integer));
      Value value = Value::integer(expression.integer);
      if (evaluator_.options_.trace) value.set_origin(arena().create<Origin>(Origin{OriginStep::literal, expression.location, {}, nullptr, {}}));
      return value;
    }
    case arm::ExpressionKind::number:
      return fail(ErrorKind::syntax, expression.location, fmt::format("`{}` is not an integer: the template language has no other number literals", expression.text));
    case arm::ExpressionKind::call: return evaluate_call(expression);
    case arm::ExpressionKind::access: return evaluate_access(expression);
  }
  return Value();
}

// --- calls ---------------------------------------------------------------------------------------------------------

Value Evaluation::wrong_count(const Function& function, const arm::Expression& call) {
  std::string wanted;
  if (function.max_arguments == any_number) wanted = fmt::format("at least {}", function.min_arguments);
  else if (function.min_arguments == function.max_arguments) wanted = fmt::format("{}", function.min_arguments);
  else wanted = fmt::format("{} to {}", function.min_arguments, function.max_arguments);
  return fail(ErrorKind::arg_count, call.location, fmt::format("`{}` takes {} argument{}, not {}", function.name, wanted, wanted == "1" || wanted == "at least 1" ? "" : "s", call.arguments.size()));
}

Value Evaluation::evaluate_call(const arm::Expression& call) {
  const Function* function = find_function(call.text);
  if (!function) return evaluate_user_function(call);
  if (!allowed(function->when, environment_.place()))
    return fail(ErrorKind::not_allowed_here, call.location, fmt::format("`{}` is not allowed here; {}", call.text, where(function->when)));
  if (!takes_count(*function, call.arguments.size())) return wrong_count(*function, call);
  if (function->lazy) return function->lazy(*this, call, *function);
  Arguments arguments(call.arguments.size());
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    if (parameter_at(*function, i).kinds == takes::lambda) continue;  // the function calls it
    arguments[i] = evaluate(*call.arguments[i]);
    if (arguments[i].failure()) return arguments[i];
  }
  Value result = apply(*function, call, arguments.all());
  if (evaluator_.secrets_ || evaluator_.options_.trace) return finish(result, call, arguments.all(), function->holds_arguments);
  return result;
}

Value Evaluation::evaluate_user_function(const arm::Expression& call) {
  Arguments arguments(call.arguments.size());
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    arguments[i] = evaluate(*call.arguments[i]);
    if (arguments[i].failure()) return arguments[i];
  }
  if (auto result = environment_.user_function(evaluator_, arguments.all(), call)) {
    if (result->is_secret()) saw_secret();
    return finish(*result, call, {});
  }
  return fail(ErrorKind::unknown_function, call.location, fmt::format("there is no function `{}`", call.text));
}

Value Evaluation::check_kinds(const Function& function, const arm::Expression& call, std::span<const Value> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const KindSet wanted = parameter_at(function, i).kinds;
    if (wanted == takes::lambda) {
      const arm::Expression& lambda = *call.arguments[i];
      if (lambda.kind == arm::ExpressionKind::call && find_function(lambda.text) == find_function("lambda")) continue;
      return fail(ErrorKind::arg_type, lambda.location, fmt::format("{} of `{}` must be a `lambda`", describe_argument(function, i), function.name));
    }
    if (kinds_of(arguments[i]).bits & wanted.bits) continue;
    return fail(ErrorKind::arg_type, call.arguments[i]->location,
                fmt::format("{} of `{}` must be {}, not {}", describe_argument(function, i), function.name, describe_kinds(wanted), describe_kinds(kinds_of(arguments[i]))));
  }
  return Value();
}

Value Evaluation::apply(const Function& function, const arm::Expression& call, std::span<const Value> arguments) {
  if (!are_of_kinds(function, arguments))
    if (const Value failed = check_kinds(function, call, arguments); failed.failure()) return failed;
  const Call asked(*this, call, function, arguments);
  const bool all_known = std::all_of(arguments.begin(), arguments.end(), [](const Value& v) { return v.is_known(); });
  if (all_known) return function.known(asked);
  if (function.by_cases) {
    bool done = false;
    const Value result = apply_by_cases(asked, done);
    if (done) return result;
  }
  return function.unknown ? function.unknown(asked) : asked.unknown();
}

/// Arguments that can only be a few values: the function runs for each combination, and the results are joined.
Value Evaluation::apply_by_cases(const Call& call, bool& done) {
  const std::size_t count = call.size();
  if (count > 8) return Value();
  std::array<std::span<const Value>, 8> choices;
  std::array<std::size_t, 8> same_as{}, index{};
  std::size_t cases = 1;
  for (std::size_t i = 0; i < count; ++i) {
    same_as[i] = i;
    if (call[i].is_known()) {
      choices[i] = call.arguments.subspan(i, 1);
      continue;
    }
    const std::uint64_t identity = call[i].as_unknown().identity;
    for (std::size_t k = 0; identity && k < i; ++k)
      if (call[k].is_unknown() && call[k].as_unknown().identity == identity) same_as[i] = same_as[k];
    choices[i] = domain_of(call[i], most_choices_of_one, false, arena());
    if (choices[i].empty()) return Value();
    if (same_as[i] == i && (cases *= choices[i].size()) > most_cases) return Value();
  }
  done = true;
  std::vector<Value> results;
  results.reserve(cases);
  for (std::size_t n = 0; n < cases; ++n) {
    if (!evaluator_.charge()) return evaluator_.limited();
    std::array<Value, 8> chosen;
    for (std::size_t i = 0; i < count; ++i) chosen[i] = choices[i][same_as[i] == i ? index[i] : index[same_as[i]]];
    const std::span<const Value> arguments(chosen.data(), count);
    Value failed = check_kinds(call.function, call.expression, arguments);
    results.push_back(failed.failure() ? failed : call.function.known(Call(*this, call.expression, call.function, arguments)));
    for (std::size_t i = 0; i < count; ++i) {
      if (same_as[i] != i) continue;
      if (++index[i] < choices[i].size()) break;
      index[i] = 0;
    }
  }
  return call.derived(join(results, arena()));
}

Value Evaluation::derive(Unknown facts, std::string_view function, std::span<const Value> arguments) {
  std::optional<UnknownReason> reason;
  std::uint64_t identity = identity_of(function);
  bool secret = false, known_secret = false;
  for (const Value& argument : arguments) {
    if (const Unknown* part = first_unknown(argument)) {
      reason = !reason || *reason == part->reason ? part->reason : UnknownReason::derived;
      facts.changes_every_deployment |= part->changes_every_deployment;
    }
    const std::uint64_t own = identity ? identity_of(argument) : 0;
    identity = own ? mix_identity(identity, own) : 0;
    const bool own_secret = argument.is_secret() || (evaluator_.secrets_ && any_secret(argument));
    secret |= own_secret;
    known_secret |= own_secret && argument.is_known();
  }
  // Facts are printed: they must not hold pieces of a secret text.
  if (known_secret) facts.prefix = facts.suffix = facts.regex = {};
  if (reason && facts.reason == UnknownReason::derived) facts.reason = *reason;
  facts.identity = facts.identity == no_identity ? 0 : facts.identity ? facts.identity : identity;
  facts.function = function;
  facts.arguments = arena().copy(arguments);
  return normalise(facts, arena()).mark_secret(secret);
}

Value Evaluation::traced(Value result, const arm::Expression& call, std::span<const Value> arguments) {
  if (!traces()) return result;
  const auto* origin = make_origin(OriginStep::function, call, arguments);
  if (!result.failure()) return result.set_origin(origin);
  if (!result.failure()->origin) result.failure()->origin = origin;
  return result;
}

Value Evaluation::finish(Value result, const arm::Expression& expression, std::span<const Value> arguments, bool holds_arguments) {
  if (evaluator_.secrets_ && !result.is_secret() && !holds_arguments) {
    const bool whole = std::any_of(arguments.begin(), arguments.end(), [](const Value& v) { return v.is_secret(); });
    const bool scalar = !result.is_array() && !result.is_object();
    if (whole || (scalar && std::any_of(arguments.begin(), arguments.end(), [](const Value& v) { return any_secret(v); }))) result.mark_secret();
  }
  if (evaluator_.options_.trace && result.failure()) {
    if (!result.failure()->origin) result.failure()->origin = make_origin(OriginStep::function, expression, arguments);
  } else if (evaluator_.options_.trace) {
    result.set_origin(result.origin() ? arena().create<Origin>(Origin{OriginStep::function, expression.location, expression.text, result.origin(), {}})
                                      : make_origin(OriginStep::function, expression, arguments));
  }
  return result;
}

const Origin* Evaluation::make_origin(OriginStep step, const arm::Expression& expression, std::span<const Value> arguments) {
  std::vector<const Origin*> parts;
  for (const Value& argument : arguments)
    if (argument.origin()) parts.push_back(argument.origin());
  const Origin* via = parts.empty() ? nullptr : parts.front();
  return arena().create<Origin>(Origin{step, expression.location, expression.text, via, parts.size() > 1 ? arena().copy(parts).subspan(1) : std::span<const Origin* const>()});
}

// --- lambdas -------------------------------------------------------------------------------------------------------

Value Evaluation::call_lambda(const arm::Expression& lambda, std::span<const Value> values, const Call& call) {
  const std::size_t names = lambda.arguments.empty() ? 0 : lambda.arguments.size() - 1;
  if (lambda.arguments.empty()) return fail(ErrorKind::arg_count, lambda.location, "`lambda` needs a body");
  if (names > values.size() || names > 3)
    return fail(ErrorKind::arg_count, lambda.location, fmt::format("the lambda of `{}` takes at most {} variables, not {}", call.function.name, values.size(), names));
  ExpressionEvaluator::LambdaFrame frame;
  for (std::size_t i = 0; i < names; ++i) {
    if (lambda.arguments[i]->kind != arm::ExpressionKind::string)
      return fail(ErrorKind::arg_type, lambda.arguments[i]->location, "the variables of `lambda` must be string literals");
    frame.names[i] = lambda.arguments[i]->text;
    frame.values[i] = values[i];
  }
  frame.size = names;
  frame.outer = evaluator_.frame_;
  evaluator_.frame_ = &frame;
  const Value result = evaluate(*lambda.arguments[names]);
  evaluator_.frame_ = frame.outer;
  return result;
}

Value Evaluation::lambda_variable(std::string_view name, const arm::Expression& call) {
  for (const auto* frame = evaluator_.frame_; frame; frame = frame->outer)
    for (std::size_t i = 0; i < frame->size; ++i)
      if (frame->names[i] == name || equals_ignoring_case(frame->names[i], name)) return frame->values[i];
  return fail(ErrorKind::not_found, call.location, fmt::format("no enclosing lambda has a variable `{}`", name));
}

// --- Call ----------------------------------------------------------------------------------------------------------

Arena& Call::arena() const { return evaluation_.arena(); }
ExpressionEvaluator& Call::evaluator() const { return evaluation_.evaluator(); }
Environment& Call::environment() const { return evaluation_.environment(); }

Value Call::fail_with(ErrorKind kind, const std::string& message) const {
  return evaluation_.fail(kind, expression.location, fmt::format("`{}`: {}", function.name, message));
}

Value Call::string(std::string_view text) const {
  if (text.size() > evaluator().limits().string_bytes || !charge(text.size() / 64)) return limited();
  return Value::string(arena().copy(text));
}

Value Call::array(std::span<const Value> items) const {
  if (items.size() > evaluator().limits().array_items || !charge(items.size() / 8)) return limited();
  return Value::array(arena().copy(items));
}

bool Call::charge(std::uint64_t steps) const { return evaluator().charge(steps); }
Value Call::limited() const { return evaluator().limited(expression.location); }

Value Call::unknown(Unknown facts) const {
  const bool has_lambda = std::any_of(function.parameters.begin(), function.parameters.end(), [](const Parameter& p) { return p.kinds == takes::lambda; });
  Value result = evaluation_.derive(facts, function.name, arguments);
  // A lambda may read variables of outer lambdas, so the same text may stand for several values.
  if (has_lambda && result.is_unknown()) {
    Unknown own = result.as_unknown();
    own.identity = 0;
    const std::string text = arm::to_text(expression);  // arguments hold no lambda
    if (charge(text.size() / 32)) own.expression = arena().copy(text);
    result = Value::unknown(arena().create<Unknown>(own)).mark_secret(result.is_secret());
  }
  return result;
}

Value Call::unknown() const { return unknown_of(function.result); }

Value Call::derived(const Value& joined) const {
  if (joined.is_known() || joined.failure()) return joined;
  // The one surviving choice may be an unknown with an identity of its own: that is the value.
  if (joined.as_unknown().identity) return joined;
  Unknown facts = joined.as_unknown();
  // Facts about the target differ from scope to scope, which the arguments do not show.
  if (facts.reason == UnknownReason::context) facts.identity = no_identity;
  return unknown(facts).mark_secret(joined.is_secret());
}

Value Call::derived_call(const Unknown& facts, std::string_view name, std::span<const Value> parts) const {
  return evaluation_.derive(facts, name, parts);
}

Value Call::apply(std::size_t index, std::span<const Value> values) const {
  return evaluation_.call_lambda(*expression.arguments[index], values, *this);
}

}  // namespace fleetlint::eval
