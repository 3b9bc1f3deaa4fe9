// Functions that make and take apart arrays (and union and intersection of objects).
#include <algorithm>
#include <vector>

#include "functions/function.h"
#include "functions/merge.h"
#include "unknown/arrays.h"

namespace fleetlint::eval {
namespace {

Value eval_create_array(const Call& call) { return Value::array(call.arena().copy(call.arguments)); }

Value eval_array(const Call& call) {
  if (must_be(call[0], ValueKind::array)) return call[0];
  if (!may_be(call[0], ValueKind::array)) return Value::array(call.arena().copy(call.arguments));
  return call.unknown();
}

Value eval_range(const Call& call) {
  constexpr std::int64_t most_items = 10'000, greatest = 2'147'483'647;
  const Interval start = integers_of(call[0]), count = integers_of(call[1]);
  if (count.max < 0) return call.fail(ErrorKind::out_of_range, "the count{} is negative", call[1].is_integer() ? fmt::format(" `{}`", count.max) : "");
  if (count.min > most_items) return call.fail(ErrorKind::out_of_range, "the count `{}` is above {}", count.min, most_items);
  if (add_saturating(start.min, std::max<std::int64_t>(count.min, 0)) > greatest)
    return call.fail(ErrorKind::out_of_range, "start `{}` and count `{}` together are above {}", start.min, count.min, greatest);
  if (start.single() && count.single()) {
    if (!call.charge(static_cast<std::uint64_t>(count.min) / 8)) return call.limited();
    auto items = call.arena().create_array<Value>(static_cast<std::size_t>(count.min));
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = Value::integer(start.min + static_cast<std::int64_t>(i));
    return Value::array(items);
  }
  const std::int64_t most = std::min(count.max, most_items), last = std::min(add_saturating(start.max, most - 1), greatest);
  Unknown facts, item;
  facts.kinds = takes::array;
  if (count.min > 0) facts.min_length = count.min;
  facts.max_length = most;
  item.kinds = takes::integer;
  if (start.min != Interval().min) item.min_value = start.min;
  item.max_value = last;
  facts.items = call.arena().create<Value>(normalise(item, call.arena()));
  if (count.single() && count.min <= 4096 && start.max < greatest && start.min > -greatest) {
    // The length is known: each item has bounds of its own.
    auto items = call.arena().create_array<Value>(static_cast<std::size_t>(count.min));
    for (std::size_t i = 0; i < items.size(); ++i) {
      Unknown one;
      one.kinds = takes::integer;
      one.min_value = start.min + static_cast<std::int64_t>(i), one.max_value = start.max + static_cast<std::int64_t>(i);
      const Value whole[] = {call[0], Value::integer(static_cast<std::int64_t>(i))};
      items[i] = call.derived_call(one, "add", whole);
    }
    return Value::array(items);
  }
  return call.unknown(facts);
}

Value eval_flatten(const Call& call) {
  if (!call[0].is_array()) {
    const Unknown& outer = call[0].as_unknown();
    if (outer.items && !may_be(*outer.items, ValueKind::array) && outer.min_length.value_or(0) > 0)
      return call.fail(ErrorKind::arg_type, "the items must be arrays, not {}", describe_kinds(kinds_of(*outer.items)));
    Unknown facts;
    facts.kinds = takes::array;
    if (outer.items && must_be(*outer.items, ValueKind::array))
      if (const auto item = item_of(*outer.items, call.arena())) facts.items = call.arena().create<Value>(*item);
    return call.unknown(facts);
  }
  for (const Value& item : call[0].items())
    if (!may_be(item, ValueKind::array)) return call.fail(ErrorKind::arg_type, "the items must be arrays, not {}", describe_kinds(kinds_of(item)));
  return call[0].items().empty() ? call[0] : concat_arrays(call, call[0].items());
}

Value distinct_items(const Call& call, std::span<const Value> arrays) {
  SeenItems seen;
  std::vector<Value> result, possible;
  bool certain = true;
  std::size_t head = 0;
  for (const Value& array : arrays)
    for (const Value& item : array.items()) {
      if (!call.charge()) return call.limited();
      const Tri known = seen.add(item);
      if (known == Tri::no) result.push_back(item);
      if (known == Tri::unknown) possible.push_back(item);
      certain &= known != Tri::unknown;
      if (certain) head = result.size();
    }
  if (certain) return call.array(result);
  Value loose = loose_array(call, result, possible, {static_cast<std::int64_t>(std::max<std::size_t>(result.empty() ? 0 : 1, head)), static_cast<std::int64_t>(result.size() + possible.size())});
  if (!loose.is_unknown()) return loose;
  Unknown facts = loose.as_unknown();
  facts.head = facts.included.first(std::min(head, facts.included.size()));
  facts.included = call.arena().copy(std::span<const Value>(result).first(std::min<std::size_t>(result.size(), 256)));
  return call.unknown(facts);
}

Value eval_distinct(const Call& call) { return distinct_items(call, call.arguments); }
Value eval_distinct_unknown(const Call& call) {
  const Unknown& array = call[0].as_unknown();
  Unknown facts;
  facts.kinds = takes::array;
  facts.items = array.items;
  facts.included = array.head.empty() ? array.included : array.head;
  if (length_of(call[0]).min > 0) facts.min_length = 1;
  facts.max_length = array.max_length;
  if (!array.head.empty()) facts.head = array.head.first(1);
  return call.unknown(facts);
}

// --- union, intersection -------------------------------------------------------------------------------------------

/// All operands arrays (yes), all objects (no), or a mixture that certainly fails (empty).
std::optional<Tri> array_operands(const Call& call) {
  bool array = false, object = false, only_arrays = true, only_objects = true;
  for (const Value& operand : call.arguments) {
    const KindSet kinds = kinds_of(operand);
    if (kinds.only(ValueKind::null)) continue;
    const bool a = kinds.may_be(ValueKind::array), o = kinds.may_be(ValueKind::object);
    array |= a && !o, object |= o && !a;
    only_arrays &= a && !o, only_objects &= o && !a;
  }
  if (array && object) return std::nullopt;
  if (array) return Tri::yes;
  if (object) return Tri::no;
  return only_arrays && only_objects ? Tri::no : Tri::unknown;
}

std::vector<Value> without_nulls(const Call& call) {
  std::vector<Value> operands;
  for (const Value& operand : call.arguments)
    if (!operand.is_null()) operands.push_back(operand);
  return operands;
}

Value mixed(const Call& call) { return call.fail(ErrorKind::arg_type, "all arguments must be arrays, or all must be objects"); }

Value eval_union(const Call& call) {
  const auto kind = array_operands(call);
  if (!kind) return mixed(call);
  const auto operands = without_nulls(call);
  if (operands.empty()) return Value::null();
  if (*kind == Tri::unknown) return call.unknown_of(takes::array | takes::object);
  if (*kind == Tri::no) return merge_objects(call, operands, true);
  if (std::all_of(operands.begin(), operands.end(), [](const Value& v) { return v.is_array(); })) return distinct_items(call, operands);
  // Known operands occur; what an unknown one adds is not known, nor which of its items were there before.
  std::vector<Value> included, possible, head;
  SeenItems seen;
  bool leading = true, items_known = true;
  Interval length{0, 0};
  std::int64_t longest = 0;
  for (const Value& operand : operands) {
    for (const auto part : {head_of(operand), operand.is_unknown() ? operand.as_unknown().included : std::span<const Value>(), operand.is_unknown() ? operand.as_unknown().tail : std::span<const Value>()})
      for (const Value& item : part) {
        const Tri known = seen.add(item);
        if (known == Tri::no) included.push_back(item);
        if (known == Tri::unknown) possible.push_back(item), leading = false;
      }
    if (leading && operand.is_array()) head = included;
    leading &= operand.is_array();
    const Interval own = length_of(operand);
    longest = std::max<std::int64_t>(longest, own.min > 0 ? 1 : 0);
    length.max = own.max == unbounded || length.max == unbounded ? unbounded : add_saturating(length.max, own.max);
    if (operand.is_unknown()) {
      if (const auto item = item_of(operand, call.arena())) possible.push_back(*item);
      else items_known = false;
    }
  }
  length.min = std::max(longest, static_cast<std::int64_t>(head.size()));
  Value loose = loose_array(call, included, possible, length);
  if (!loose.is_unknown()) return loose;
  Unknown facts = loose.as_unknown();
  if (!items_known) facts.items = nullptr;
  facts.head = call.arena().copy(head);
  facts.identity = 0;
  return call.unknown(facts);
}

Value intersect_arrays(const Call& call) {
  std::vector<SeenItems> others(call.size() - 1);
  for (std::size_t i = 1; i < call.size(); ++i)
    for (const Value& item : call[i].items()) {
      if (!call.charge()) return call.limited();
      others[i - 1].add(item);
    }
  SeenItems seen;
  std::vector<Value> result, possible;
  for (const Value& item : call[0].items()) {
    if (!call.charge()) return call.limited();
    Tri common = Tri::yes;
    for (const SeenItems& other : others) common = common && other.contains(item);
    if (common == Tri::no) continue;
    const Tri before = seen.add(item);
    if (before == Tri::yes) continue;
    if (common == Tri::yes && before == Tri::no) result.push_back(item);
    else possible.push_back(item);
  }
  if (possible.empty()) return call.array(result);
  return loose_array(call, result, possible, {static_cast<std::int64_t>(result.size()), static_cast<std::int64_t>(result.size() + possible.size())});
}

Value eval_intersection(const Call& call) {
  const auto kind = array_operands(call);
  if (!kind) return mixed(call);
  const bool known = std::all_of(call.arguments.begin(), call.arguments.end(), [](const Value& v) { return v.is_known(); });
  if (known) return *kind == Tri::yes ? intersect_arrays(call) : intersect_objects(call);
  for (const Value& operand : call.arguments)
    if (operand.is_known() && length_of(operand).max == 0) return operand.is_array() ? Value::array({}) : Value::object({});
  Unknown facts;
  facts.kinds = *kind == Tri::yes ? takes::array : *kind == Tri::no ? takes::object : takes::array | takes::object;
  std::int64_t most = unbounded;
  for (const Value& operand : call.arguments) most = std::min(most, length_of(operand).max);
  if (most != unbounded) facts.max_length = most;
  if (*kind == Tri::yes)
    if (const auto item = item_of(call[0], call.arena())) facts.items = call.arena().create<Value>(*item);
  return call.unknown(facts);
}

// --- indexFromEnd, tryIndexFromEnd ---------------------------------------------------------------------------------

template <bool lenient>
Value eval_from_end(const Call& call) {
  if (call[0].is_null()) return Value::null();
  const Interval length = length_of(call[0]), index = integers_of(call[1]);
  const bool outside = index.max < 1 || index.min > length.max;
  if (outside && lenient && !may_be(call[0], ValueKind::null)) return Value::null();
  if (outside && !lenient) return call.fail(ErrorKind::index_out_of_bounds, "index `{}` from the end is outside of an array of {} items", index.min, length.max);
  const auto tail = tail_of(call[0]);
  if (index.single() && index.min >= 1 && index.min <= static_cast<std::int64_t>(tail.size()) && !may_be(call[0], ValueKind::null))
    return tail[tail.size() - static_cast<std::size_t>(index.min)];
  std::vector<Value> possible;
  if (const auto item = item_of(call[0], call.arena())) possible.push_back(*item);
  if (possible.empty()) return call.unknown();
  if (lenient && (index.min < 1 || index.max > length.min || may_be(call[0], ValueKind::null))) possible.push_back(Value::null());
  return call.derived(join(possible, call.arena()));
}

constexpr Parameter anything[] = {{"value", takes::any}};
constexpr Parameter items[] = {{"items", takes::any}};
constexpr Parameter start_and_count[] = {{"startIndex", takes::integer}, {"count", takes::integer}};
constexpr Parameter one_array[] = {{"array", takes::array}};
constexpr Parameter operands_or_null[] = {{"operands", takes::array | takes::object | takes::null}};
constexpr Parameter operands[] = {{"operands", takes::array | takes::object}};
constexpr Parameter array_and_index[] = {{"array", takes::array}, {"reverseIndex", takes::integer}};
constexpr Parameter array_or_null_and_index[] = {{"array", takes::array | takes::null}, {"reverseIndex", takes::integer}};

constexpr Function functions[] = {
    {.name = "array", .min_arguments = 1, .max_arguments = 1, .parameters = anything, .result = takes::array, .doc = "An array stays as it is; any other value becomes its only item.", .known = eval_array, .unknown = eval_array, .by_cases = false, .holds_arguments = true},
    {.name = "createArray", .min_arguments = 0, .max_arguments = any_number, .parameters = items, .result = takes::array, .doc = "An array of the arguments.", .known = eval_create_array, .unknown = eval_create_array, .by_cases = false, .holds_arguments = true},
    {.name = "range", .min_arguments = 2, .max_arguments = 2, .parameters = start_and_count, .result = takes::array, .doc = "Integers one after the other; at most 10,000.", .known = eval_range, .unknown = eval_range, .by_cases = false},
    {.name = "flatten", .min_arguments = 1, .max_arguments = 1, .parameters = one_array, .result = takes::array, .doc = "The items of the arrays in an array, one level deep.", .known = eval_flatten, .unknown = eval_flatten},
    {.name = "distinct", .min_arguments = 1, .max_arguments = 1, .parameters = one_array, .result = takes::array, .doc = "The array without items that are equal to an earlier one.", .known = eval_distinct, .unknown = eval_distinct_unknown},
    {.name = "union", .min_arguments = 2, .max_arguments = any_number, .parameters = operands_or_null, .result = takes::array | takes::object, .doc = "Arrays: all items once. Objects: all members, later ones win, nested objects are merged.", .known = eval_union, .unknown = eval_union},
    {.name = "intersection", .min_arguments = 2, .max_arguments = any_number, .parameters = operands, .result = takes::array | takes::object, .doc = "Arrays: items that all have, in the order of the first. Objects: members with equal values.", .known = eval_intersection, .unknown = eval_intersection},
    {.name = "indexFromEnd", .min_arguments = 2, .max_arguments = 2, .parameters = array_and_index, .result = takes::any, .doc = "The item at a position counted from the end; 1 is the last.", .known = eval_from_end<false>, .unknown = eval_from_end<false>},
    {.name = "tryIndexFromEnd", .min_arguments = 2, .max_arguments = 2, .parameters = array_or_null_and_index, .result = takes::any, .doc = "As `indexFromEnd`, but null where there is no such item.", .known = eval_from_end<true>, .unknown = eval_from_end<true>},
};

}  // namespace

Family array_functions() { return {"Array", functions}; }

}  // namespace fleetlint::eval
