// equals, less, lessOrEquals, greater, greaterOrEquals.
#include "functions/function.h"
#include "value/text.h"

namespace fleetlint::eval {
namespace {

Value from_tri(const Call& call, Tri answer) { return answer == Tri::unknown ? call.unknown() : Value::boolean(answer == Tri::yes); }

Value eval_equals(const Call& call) {
  std::uint64_t budget = call.evaluator().limits().evaluation_steps, before = budget;
  const Tri answer = deep_equal(call[0], call[1], &budget);
  if (!call.charge((before - budget) / 4)) return call.limited();
  return from_tri(call, answer);
}

/// -1, 0, 1 of two known values of the same kind.
int compare(const Value& a, const Value& b) {
  if (a.is_string()) return compare_culture(a.as_string(), b.as_string());
  return a.as_integer() < b.as_integer() ? -1 : a.as_integer() > b.as_integer();
}

/// Neither a string with an integer nor the other way round.
bool comparable(const Call& call) { return (kinds_of(call[0]).bits & kinds_of(call[1]).bits & (takes::string | takes::integer).bits) != 0; }

Value mixed(const Call& call) {
  return call.fail(ErrorKind::arg_type, "two integers or two strings can be compared, not {} with {}", describe_kinds(kinds_of(call[0])), describe_kinds(kinds_of(call[1])));
}

template <typename Accept>
Value ordered(const Call& call, Accept accept) {
  return comparable(call) ? Value::boolean(accept(compare(call[0], call[1]))) : mixed(call);
}

/// Decided when every order that is still possible gives the same answer.
template <typename Accept>
Value ordered_unknown(const Call& call, Accept accept) {
  if (!comparable(call)) return mixed(call);
  const bool integers = must_be(call[0], ValueKind::integer) || must_be(call[1], ValueKind::integer);
  bool less = true, equal = true, greater = true;
  if (integers) {
    const Interval a = integers_of(call[0]), b = integers_of(call[1]);
    less = a.min < b.max, greater = a.max > b.min, equal = a.min <= b.max && b.min <= a.max;
  }
  if (call[0].is_unknown() && call[1].is_unknown() && call[0].as_unknown().identity && call[0].as_unknown().identity == call[1].as_unknown().identity) less = greater = false, equal = true;
  if (deep_equal(call[0], call[1]) == Tri::no && integers) equal = false;
  const bool may_be_true = (less && accept(-1)) || (equal && accept(0)) || (greater && accept(1));
  const bool may_be_false = (less && !accept(-1)) || (equal && !accept(0)) || (greater && !accept(1));
  if (may_be_true != may_be_false) return Value::boolean(may_be_true);
  return call.unknown();
}

constexpr auto is_less = [](int order) { return order < 0; };
constexpr auto is_not_greater = [](int order) { return order <= 0; };
constexpr auto is_greater = [](int order) { return order > 0; };
constexpr auto is_not_less = [](int order) { return order >= 0; };

constexpr Parameter anything[] = {{"first", takes::any}, {"second", takes::any}};
constexpr Parameter ordered_pair[] = {{"first", takes::integer | takes::string}, {"second", takes::integer | takes::string}};

template <auto accept>
constexpr Function ordering(std::string_view name, std::string_view doc) {
  return {.name = name, .min_arguments = 2, .max_arguments = 2, .parameters = ordered_pair, .result = takes::boolean, .doc = doc,
          .known = [](const Call& call) { return ordered(call, accept); }, .unknown = [](const Call& call) { return ordered_unknown(call, accept); }};
}

constexpr Function functions[] = {
    {.name = "equals", .min_arguments = 2, .max_arguments = 2, .parameters = anything, .result = takes::boolean,
     .doc = "Whether two values are equal: deep, with case, without conversion between types.", .known = eval_equals, .unknown = eval_equals, .by_cases = false},
    ordering<is_less>("less", "Whether the first of two integers or strings is smaller (strings: order of the invariant culture)."),
    ordering<is_not_greater>("lessOrEquals", "Whether the first of two integers or strings is smaller or equal."),
    ordering<is_greater>("greater", "Whether the first of two integers or strings is greater."),
    ordering<is_not_less>("greaterOrEquals", "Whether the first of two integers or strings is greater or equal."),
};

}  // namespace

Family comparison_functions() { return {"Comparison", functions}; }

}  // namespace fleetlint::eval
