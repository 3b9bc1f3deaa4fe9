// and, or, not, if, bool, true, false, coalesce: three-valued where operands are unknown, and lazy as the platform is.
#include <vector>

#include "expression/evaluation.h"
#include "fleetlint/base/unicode.h"
#include "functions/function.h"

namespace fleetlint::eval {
namespace {

Value wrong_operand(Evaluation& evaluation, const Function& function, const arm::Expression& operand, std::size_t index, const Value& value) {
  return evaluation.fail(ErrorKind::arg_type, operand.location,
                         fmt::format("{} of `{}` must be a boolean, not {}", describe_argument(function, index), function.name, describe_kinds(kinds_of(value))));
}

/// Kleene's and/or: `deciding` decides alone. Operands after a decided one are not evaluated. A failure behind an
/// unknown operand is not certain, because the platform may have stopped before it.
Value decide(Evaluation& evaluation, const arm::Expression& call, const Function& function, bool deciding) {
  std::vector<Value> unknowns, seen;
  bool secret = false;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Value operand = evaluation.evaluate(*call.arguments[i]);
    const bool uncertain = !unknowns.empty();
    if (operand.failure()) {
      if (!uncertain) return operand;
      unknowns.push_back(operand);
      continue;
    }
    if (!may_be(operand, ValueKind::boolean)) {
      if (!uncertain) return wrong_operand(evaluation, function, *call.arguments[i], i, operand);
      continue;
    }
    // An operand that decides is alone responsible.
    if (operand.is_boolean() && operand.as_boolean() == deciding) return evaluation.traced(Value::boolean(deciding).mark_secret(operand.is_secret()), call, {&operand, 1});
    if (operand.is_unknown()) unknowns.push_back(operand);
    else secret = secret || operand.is_secret();
    if (evaluation.traces()) seen.push_back(operand);
  }
  if (unknowns.empty()) return evaluation.traced(Value::boolean(!deciding).mark_secret(secret), call, seen);
  // The operands that are known do not decide: a single unknown one does.
  if (unknowns.size() == 1 && must_be(unknowns[0], ValueKind::boolean) && !unknowns[0].failure()) return evaluation.traced(unknowns[0], call, seen);
  if (unknowns.size() == 1) unknowns.push_back(Value::boolean(!deciding));
  Unknown facts;
  facts.kinds = takes::boolean;
  return evaluation.traced(evaluation.derive(facts, function.name, unknowns), call, seen);
}

Value eval_and(Evaluation& e, const arm::Expression& call, const Function& f) { return decide(e, call, f, false); }
Value eval_or(Evaluation& e, const arm::Expression& call, const Function& f) { return decide(e, call, f, true); }

/// Parts of a joined object or array that differ between the branches: each is an `if` of its own, so that it has the
/// condition's reason, a text, and an identity.
class PartsOfIf {
 public:
  PartsOfIf(Evaluation& evaluation, const Value& condition) : evaluation_(evaluation), arena_(evaluation.arena()), condition_(condition) {}

  Value explain(const Value& joined, const Value& a, const Value& b) {
    if (budget_ == 0) return joined;
    --budget_;
    if (joined.is_object() && a.is_object() && b.is_object()) {
      if (joined.fields().data() == a.fields().data()) return joined;  // equal branches
      auto fields = arena_.create_array<Field>(joined.fields().size());
      for (std::size_t i = 0; i < fields.size(); ++i) {
        fields[i] = joined.fields()[i];
        const Value *left = a.find(fields[i].name), *right = b.find(fields[i].name);
        if (left && right) fields[i].value = explain(fields[i].value, *left, *right);
      }
      return Value::object(fields).mark_secret(joined.is_secret());
    }
    if (joined.is_array() && a.items().size() == joined.items().size() && b.items().size() == joined.items().size()) {
      if (joined.items().data() == a.items().data()) return joined;
      auto items = arena_.create_array<Value>(joined.items().size());
      for (std::size_t i = 0; i < items.size(); ++i) items[i] = explain(joined.items()[i], a.items()[i], b.items()[i]);
      return Value::array(items).mark_secret(joined.is_secret());
    }
    if (!joined.is_unknown() || joined.failure() || joined.as_unknown().identity) return joined;
    Unknown facts = joined.as_unknown();
    facts.reason = condition_.as_unknown().reason;
    if (!facts.members.empty() && a.is_object() && b.is_object()) facts.members = explain(Value::object(facts.members), a, b).fields();
    const Value parts[] = {condition_, a, b};
    return evaluation_.derive(facts, "if", parts);
  }

 private:
  Evaluation& evaluation_;
  Arena& arena_;
  const Value& condition_;
  std::size_t budget_ = 10'000;  ///< values share parts, and a walk over all of them may not end
};

Value eval_if(Evaluation& evaluation, const arm::Expression& call, const Function& function) {
  const Value condition = evaluation.evaluate(*call.arguments[0]);
  if (condition.failure()) return condition;
  if (!may_be(condition, ValueKind::boolean)) return wrong_operand(evaluation, function, *call.arguments[0], 0, condition);
  if (condition.is_boolean()) {
    const Value chosen[] = {evaluation.evaluate(*call.arguments[condition.as_boolean() ? 1 : 2]), condition};
    return evaluation.traced(chosen[0], call, chosen);
  }
  const Value branches[] = {condition, evaluation.evaluate(*call.arguments[1]), evaluation.evaluate(*call.arguments[2])};
  const Value joined = join(std::span(branches).subspan(1), evaluation.arena());
  return evaluation.traced(PartsOfIf(evaluation, condition).explain(joined, branches[1], branches[2]), call, branches);
}

Value without_null(const Value& operand, Evaluation& evaluation) {
  Unknown facts = operand.as_unknown();
  facts.kinds.bits = static_cast<std::uint8_t>(facts.kinds.bits & ~takes::null.bits);
  facts.identity = 0;
  std::vector<Value> kept;
  for (const Value& choice : facts.one_of)
    if (!choice.is_null()) kept.push_back(choice);
  facts.one_of = evaluation.arena().copy(kept);
  return normalise(facts, evaluation.arena()).mark_secret(operand.is_secret());
}

Value eval_coalesce(Evaluation& evaluation, const arm::Expression& call, const Function& function) {
  std::vector<Value> operands, candidates;  // candidates: the operands without null
  bool ended = false;
  for (std::size_t i = 0; i < call.arguments.size() && !ended; ++i) {
    const Value operand = evaluation.evaluate(*call.arguments[i]);
    if (operand.failure()) {
      if (candidates.empty()) return operand;
      ended = true;  // where the platform gets here, the deployment fails
    } else if (operand.is_unknown() && may_be(operand, ValueKind::null)) {
      operands.push_back(operand);
      candidates.push_back(without_null(operand, evaluation));
    } else if (!operand.is_null()) {
      if (candidates.empty()) return operand;
      operands.push_back(operand);
      candidates.push_back(operand);
      ended = true;
    }
  }
  if (candidates.empty()) return Value::null();
  if (!ended && candidates.size() == 1) return operands[0];
  if (!ended) candidates.push_back(Value::null());
  const Value joined = join(candidates, evaluation.arena());
  return evaluation.traced(joined.is_known() || joined.failure() ? joined : evaluation.derive(joined.as_unknown(), function.name, operands), call, operands);
}

Value eval_not(const Call& call) { return Value::boolean(!call[0].as_boolean()); }

Value eval_bool(const Call& call) {
  if (call[0].is_boolean()) return call[0];
  if (call[0].is_integer()) return Value::boolean(call[0].as_integer() != 0);
  std::string_view text = call[0].as_string();  // white space around is taken, as Boolean.Parse does
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  if (equals_ignoring_case(text, "true")) return Value::boolean(true);
  if (equals_ignoring_case(text, "false")) return Value::boolean(false);
  return call.fail(ErrorKind::bad_format, "`{}` is neither `true` nor `false`", call[0].as_string());
}
Value eval_bool_unknown(const Call& call) {
  const Interval range = integers_of(call[0]);
  if (must_be(call[0], ValueKind::integer) && (range.min > 0 || range.max < 0)) return Value::boolean(true);
  if (must_be(call[0], ValueKind::boolean)) return call[0];
  return call.unknown();
}

Value eval_true(const Call&) { return Value::boolean(true); }
Value eval_false(const Call&) { return Value::boolean(false); }

constexpr Parameter operands[] = {{"operand", takes::boolean}};
constexpr Parameter condition[] = {{"condition", takes::boolean}, {"whenTrue", takes::any}, {"whenFalse", takes::any}};
constexpr Parameter to_convert[] = {{"value", takes::string | takes::integer | takes::boolean}};
constexpr Parameter anything[] = {{"value", takes::any}};

constexpr Function functions[] = {
    {.name = "and", .min_arguments = 2, .max_arguments = any_number, .parameters = operands, .result = takes::boolean,
     .doc = "Whether all operands are true; stops at the first that is not.", .lazy = eval_and},
    {.name = "or", .min_arguments = 2, .max_arguments = any_number, .parameters = operands, .result = takes::boolean,
     .doc = "Whether some operand is true; stops at the first that is.", .lazy = eval_or},
    {.name = "not", .min_arguments = 1, .max_arguments = 1, .parameters = operands, .result = takes::boolean,
     .doc = "The opposite of a boolean.", .known = eval_not},
    {.name = "if", .min_arguments = 3, .max_arguments = 3, .parameters = condition, .result = takes::any,
     .doc = "One of two values; only the chosen one is evaluated.", .lazy = eval_if},
    {.name = "bool", .min_arguments = 1, .max_arguments = 1, .parameters = to_convert, .result = takes::boolean,
     .doc = "A boolean from `true` or `false` in any case, or from an integer (0 is false).", .known = eval_bool, .unknown = eval_bool_unknown},
    {.name = "true", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::boolean, .doc = "The boolean true.", .known = eval_true},
    {.name = "false", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::boolean, .doc = "The boolean false.", .known = eval_false},
    {.name = "coalesce", .min_arguments = 1, .max_arguments = any_number, .parameters = anything, .result = takes::any,
     .doc = "The first value that is not null; null when all are. Empty texts, arrays and objects are values.", .lazy = eval_coalesce},
};

}  // namespace

Family logical_functions() { return {"Logical", functions}; }

}  // namespace fleetlint::eval
