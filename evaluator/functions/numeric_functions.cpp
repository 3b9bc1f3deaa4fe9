// add, sub, mul, div, mod, min, max, int, float: 64-bit checked integers; intervals where operands are unknown.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "functions/function.h"

namespace fleetlint::eval {
namespace {

using Wide = __int128;
constexpr Wide least = std::numeric_limits<std::int64_t>::min(), greatest = std::numeric_limits<std::int64_t>::max();

/// A result interval cut to what 64 bits hold; where nothing is left, the call certainly overflows.
Value interval(const Call& call, Wide min, Wide max) {
  if (max < least || min > greatest) return call.fail(ErrorKind::overflow, "the result does not fit 64 bits");
  Unknown facts;
  facts.kinds = takes::integer;
  if (min > least) facts.min_value = static_cast<std::int64_t>(min);
  if (max < greatest) facts.max_value = static_cast<std::int64_t>(max);
  return call.unknown(facts);
}

template <typename Operate>
Value checked(const Call& call, char sign, Operate operate) {
  std::int64_t result;
  const std::int64_t a = call[0].as_integer(), b = call[1].as_integer();
  if (operate(a, b, &result)) return call.fail(ErrorKind::overflow, "`{} {} {}` does not fit 64 bits", a, sign, b);
  return Value::integer(result);
}

Value eval_add(const Call& call) { return checked(call, '+', [](auto a, auto b, auto* r) { return __builtin_add_overflow(a, b, r); }); }
Value eval_sub(const Call& call) { return checked(call, '-', [](auto a, auto b, auto* r) { return __builtin_sub_overflow(a, b, r); }); }
Value eval_mul(const Call& call) { return checked(call, '*', [](auto a, auto b, auto* r) { return __builtin_mul_overflow(a, b, r); }); }

Value eval_add_unknown(const Call& call) {
  const Interval a = integers_of(call[0]), b = integers_of(call[1]);
  return interval(call, Wide(a.min) + b.min, Wide(a.max) + b.max);
}
bool same_unknown(const Value& a, const Value& b) {
  return a.is_unknown() && b.is_unknown() && a.as_unknown().identity && a.as_unknown().identity == b.as_unknown().identity;
}
Value eval_sub_unknown(const Call& call) {
  if (same_unknown(call[0], call[1])) return Value::integer(0);
  const Interval a = integers_of(call[0]), b = integers_of(call[1]);
  return interval(call, Wide(a.min) - b.max, Wide(a.max) - b.min);
}
Value eval_mul_unknown(const Call& call) {
  const Interval a = integers_of(call[0]), b = integers_of(call[1]);
  const auto [min, max] = std::minmax({Wide(a.min) * b.min, Wide(a.min) * b.max, Wide(a.max) * b.min, Wide(a.max) * b.max});
  return interval(call, min, max);
}

Value eval_div(const Call& call) {
  const std::int64_t a = call[0].as_integer(), b = call[1].as_integer();
  if (b == 0) return call.fail(ErrorKind::divide_by_zero, "`{}` is divided by zero", a);
  if (a == least && b == -1) return call.fail(ErrorKind::overflow, "`{} / -1` does not fit 64 bits", a);
  return Value::integer(a / b);
}
Value eval_mod(const Call& call) {
  const std::int64_t a = call[0].as_integer(), b = call[1].as_integer();
  if (b == 0) return call.fail(ErrorKind::divide_by_zero, "`{}` is divided by zero", a);
  if (b == -1) return a == least ? call.fail(ErrorKind::overflow, "`{} % -1` does not fit 64 bits", a) : Value::integer(0);
  return Value::integer(a % b);
}

/// The possible divisors, without zero, as one or two intervals.
std::vector<Interval> divisors(const Value& value) {
  const Interval all = integers_of(value);
  std::vector<Interval> parts;
  if (all.min < 0) parts.push_back({all.min, std::min<std::int64_t>(all.max, -1)});
  if (all.max > 0) parts.push_back({std::max<std::int64_t>(all.min, 1), all.max});
  return parts;
}

Value eval_div_unknown(const Call& call) {
  const auto parts = divisors(call[1]);
  if (parts.empty()) return call.fail(ErrorKind::divide_by_zero, "the divisor is zero");
  const Interval a = integers_of(call[0]);
  Wide min = greatest, max = least;
  for (const Interval& b : parts)
    for (const Wide x : {Wide(a.min), Wide(a.max)})
      for (const Wide y : {Wide(b.min), Wide(b.max)}) min = std::min(min, x / y), max = std::max(max, x / y);
  if (a.min <= 0 && a.max >= 0) min = std::min<Wide>(min, 0), max = std::max<Wide>(max, 0);
  return interval(call, min, max);
}
Value eval_mod_unknown(const Call& call) {
  const auto parts = divisors(call[1]);
  if (parts.empty()) return call.fail(ErrorKind::divide_by_zero, "the divisor is zero");
  const Interval a = integers_of(call[0]);
  Wide most = 0;
  for (const Interval& b : parts) most = std::max({most, b.max < 0 ? -Wide(b.min) : Wide(b.max)});
  --most;
  const Wide max = a.max <= 0 ? 0 : std::min<Wide>(most, a.max), min = a.min >= 0 ? 0 : std::max<Wide>(-most, a.min);
  return interval(call, min, max);
}

// --- min, max ------------------------------------------------------------------------------------------------------

/// The integers to choose from: the arguments, or the items of the only one.
bool operands_of(const Call& call, std::span<const Value>& operands, Value& failed) {
  if (call.size() == 1 && !may_be(call[0], ValueKind::integer)) {
    if (!call[0].is_array()) return false;
    operands = call[0].items();
    if (operands.empty()) { failed = call.fail(ErrorKind::arg_value, "an empty array has none"); return true; }
  } else {
    operands = call.arguments;
  }
  for (const Value& operand : operands)
    if (!may_be(operand, ValueKind::integer) || (call.size() > 1 && !may_be(operand, ValueKind::integer))) {
      failed = call.fail(ErrorKind::arg_type, "only integers, or one array of integers, can be compared, not {}", describe_kinds(kinds_of(operand)));
      return true;
    }
  return true;
}

template <bool smallest>
Value extreme(const Call& call) {
  std::span<const Value> operands;
  Value failed;
  if (!operands_of(call, operands, failed)) {  // an unknown array: bounds of its items
    Unknown facts;
    facts.kinds = takes::integer;
    const Unknown& array = call[0].as_unknown();
    if (array.max_length == 0) return call.fail(ErrorKind::arg_value, "an empty array has none");
    if (array.items && must_be(*array.items, ValueKind::integer)) {
      const Interval item = integers_of(*array.items);
      return interval(call, item.min, item.max);
    }
    return call.unknown(facts);
  }
  if (failed.failure()) return failed;
  if (!call.charge(operands.size() / 16)) return call.limited();
  Interval range = integers_of(operands[0]);
  bool sure = true;
  for (const Value& operand : operands) {
    const Interval own = integers_of(operand);
    sure &= must_be(operand, ValueKind::integer);
    if constexpr (smallest) range = {std::min(range.min, own.min), std::min(range.max, own.max)};
    else range = {std::max(range.min, own.min), std::max(range.max, own.max)};
  }
  if (sure && range.single()) return Value::integer(range.min);
  return call.size() == 1 && call[0].is_unknown() ? call.unknown() : interval(call, range.min, range.max);
}

// --- conversion ----------------------------------------------------------------------------------------------------

std::string_view trimmed(std::string_view text) {
  const auto white = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && white(text.front())) text.remove_prefix(1);
  while (!text.empty() && white(text.back())) text.remove_suffix(1);
  return text;
}

Value eval_int(const Call& call) {
  if (call[0].is_integer()) return call[0];
  std::string_view digits = trimmed(call[0].as_string());
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) return call.fail(ErrorKind::bad_format, "`{}` does not fit 64 bits", call[0].as_string());
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty() || (digits != trimmed(call[0].as_string()) && digits.starts_with('-')))
    return call.fail(ErrorKind::bad_format, "`{}` is not an integer", call[0].as_string());
  return Value::integer(value);
}
Value eval_int_unknown(const Call& call) {
  if (must_be(call[0], ValueKind::integer)) return call[0];
  return call.unknown();
}

Value eval_float(const Call& call) {
  if (!call[0].is_string()) return Value::number(call[0].as_number());
  std::string digits;
  for (const char c : trimmed(call[0].as_string()))
    if (c != ',') digits.push_back(c);
  std::string_view text = digits;
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error == std::errc::invalid_argument || end != text.data() + text.size())
    return call.fail(ErrorKind::bad_format, "`{}` is not a number", call[0].as_string());
  if (error == std::errc::result_out_of_range) value = std::strtod(digits.c_str(), nullptr);  // 0 or infinity, as Double.Parse gives
  return Value::number(value);
}

constexpr Parameter pair[] = {{"first", takes::integer}, {"second", takes::integer}};
constexpr Parameter divided[] = {{"dividend", takes::integer}, {"divisor", takes::integer}};
constexpr Parameter numbers[] = {{"numbers", takes::integer | takes::array}};
constexpr Parameter to_integer[] = {{"value", takes::string | takes::integer}};
constexpr Parameter to_number[] = {{"value", takes::string | takes::integer | takes::number}};

constexpr Function functions[] = {
    {.name = "add", .min_arguments = 2, .max_arguments = 2, .parameters = pair, .result = takes::integer, .doc = "The sum of two integers; overflow of 64 bits is an error.", .known = eval_add, .unknown = eval_add_unknown},
    {.name = "sub", .min_arguments = 2, .max_arguments = 2, .parameters = pair, .result = takes::integer, .doc = "The difference of two integers.", .known = eval_sub, .unknown = eval_sub_unknown},
    {.name = "mul", .min_arguments = 2, .max_arguments = 2, .parameters = pair, .result = takes::integer, .doc = "The product of two integers.", .known = eval_mul, .unknown = eval_mul_unknown},
    {.name = "div", .min_arguments = 2, .max_arguments = 2, .parameters = divided, .result = takes::integer, .doc = "The quotient of two integers, cut towards zero.", .known = eval_div, .unknown = eval_div_unknown},
    {.name = "mod", .min_arguments = 2, .max_arguments = 2, .parameters = divided, .result = takes::integer, .doc = "The remainder of a division; it has the sign of the dividend.", .known = eval_mod, .unknown = eval_mod_unknown},
    {.name = "min", .min_arguments = 1, .max_arguments = any_number, .parameters = numbers, .result = takes::integer, .doc = "The smallest of integers, or of the items of one array.", .known = extreme<true>, .unknown = extreme<true>},
    {.name = "max", .min_arguments = 1, .max_arguments = any_number, .parameters = numbers, .result = takes::integer, .doc = "The greatest of integers, or of the items of one array.", .known = extreme<false>, .unknown = extreme<false>},
    {.name = "int", .min_arguments = 1, .max_arguments = 1, .parameters = to_integer, .result = takes::integer, .doc = "An integer from a text of digits with an optional sign.", .known = eval_int, .unknown = eval_int_unknown},
    {.name = "float", .min_arguments = 1, .max_arguments = 1, .parameters = to_number, .result = takes::number, .doc = "A floating-point number, for custom parameters of other services.", .known = eval_float},
};

}  // namespace

Family numeric_functions() { return {"Numeric", functions}; }

}  // namespace fleetlint::eval
