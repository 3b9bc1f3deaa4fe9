// Functions with lambdas: map, filter, reduce, sort, groupBy, toObject, mapValues.
// Over an array that is not known they run once, for an item that stands for all.
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "expression/evaluation.h"
#include "functions/function.h"
#include "functions/merge.h"
#include "unknown/arrays.h"

namespace fleetlint::eval {
namespace {

/// The item and index that stand for every item of an unknown array.
struct AnyItem {
  Value item, index;
};
AnyItem any_item(const Call& call, const Value& array) {
  Arena& arena = call.arena();
  Unknown item, index;
  item.reason = array.is_unknown() ? array.as_unknown().reason : UnknownReason::derived;
  index.kinds = takes::integer;
  index.reason = item.reason;
  index.min_value = 0;
  const Interval length = length_of(array);
  if (length.max != unbounded && length.max > 0) index.max_value = length.max - 1;
  const auto facts = item_of(array, arena);
  Value item_value = facts ? *facts : Value::unknown(arena.create<Unknown>(item));
  if (item_value.is_unknown() && item_value.as_unknown().identity) {  // one of many: no identity
    Unknown own = item_value.as_unknown();
    own.identity = 0;
    item_value = Value::unknown(arena.create<Unknown>(own)).mark_secret(item_value.is_secret());
  }
  if (array.is_secret()) item_value.mark_secret();
  return {item_value, normalise(index, arena)};
}

/// Anonymous: what is known of each of many must not claim to be the same value.
Value anonymous(const Call& call, const Value& value) {
  if (!value.is_unknown() || value.as_unknown().identity == 0) return value;
  Unknown own = value.as_unknown();
  own.identity = 0;
  return Value::unknown(call.arena().create<Unknown>(own)).mark_secret(value.is_secret());
}

Value item_at(const Value& array, std::size_t i) {
  Value item = array.items()[i];
  if (array.is_secret()) item.mark_secret();
  return item;
}

Value apply_to(const Call& call, std::size_t lambda, const Value& item, const Value& index) {
  const Value values[] = {item, index};
  return call.apply(lambda, values);
}

bool is_empty(const Value& array) { return length_of(array).max == 0; }
bool has_items(const Value& array) { return length_of(array).min > 0; }

Value keep_length(const Call& call, Unknown facts) {
  const Interval length = length_of(call[0]);
  if (length.min > 0) facts.min_length = length.min;
  if (length.max != unbounded) facts.max_length = length.max;
  return call.unknown(facts);
}

// --- map -----------------------------------------------------------------------------------------------------------

Value eval_map(const Call& call) {
  const auto items = call[0].items();
  auto results = call.arena().create_array<Value>(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    results[i] = apply_to(call, 1, item_at(call[0], i), Value::integer(static_cast<std::int64_t>(i)));
    if (results[i].failure()) return results[i];
  }
  return Value::array(results);
}
Value eval_map_unknown(const Call& call) {
  if (is_empty(call[0])) return Value::array({});
  Unknown facts;
  facts.kinds = takes::array;
  const auto head = head_of(call[0]);
  std::vector<Value> results;
  for (std::size_t i = 0; i < head.size(); ++i) {
    results.push_back(apply_to(call, 1, head[i], Value::integer(static_cast<std::int64_t>(i))));
    if (results.back().failure()) return results.back();
  }
  facts.head = call.arena().copy(results);
  const AnyItem any = any_item(call, call[0]);
  const Value result = apply_to(call, 1, any.item, any.index);
  if (result.failure()) {
    if (has_items(call[0])) return result;
  } else {
    // The same for each item, whatever it is, and as many as there are.
    constexpr std::int64_t most_repeated = 800;
    if (const Interval length = length_of(call[0]); result.is_known() && length.min == length.max && length.max <= most_repeated) {
      results.resize(static_cast<std::size_t>(length.max), result);
      return Value::array(call.arena().copy(results));
    }
    facts.items = call.arena().create<Value>(anonymous(call, result));
  }
  return keep_length(call, facts);
}

// --- filter --------------------------------------------------------------------------------------------------------

Value not_boolean(const Call& call, std::size_t lambda, const Value& result) {
  return call.evaluation().fail(ErrorKind::arg_type, call.expression.arguments[lambda]->location,
                                fmt::format("the lambda of `{}` must give a boolean, not {}", call.function.name, describe_kinds(kinds_of(result))));
}

Value eval_filter(const Call& call) {
  const auto items = call[0].items();
  std::vector<Value> kept, maybe, tail;
  std::size_t head = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Value item = item_at(call[0], i);
    const Value keep = apply_to(call, 1, item, Value::integer(static_cast<std::int64_t>(i)));
    if (keep.failure()) return keep;
    if (!may_be(keep, ValueKind::boolean)) return not_boolean(call, 1, keep);
    if (keep.is_unknown()) {
      maybe.push_back(items[i]);
      tail.clear();
    } else if (keep.as_boolean()) {
      kept.push_back(items[i]);
      if (maybe.empty()) head = kept.size();
      else tail.push_back(items[i]);
    }
  }
  if (maybe.empty()) return call.array(kept);
  Value loose = loose_array(call, kept, maybe, {static_cast<std::int64_t>(kept.size()), static_cast<std::int64_t>(kept.size() + maybe.size())});
  if (!loose.is_unknown()) return loose;
  Unknown facts = loose.as_unknown();
  facts.head = call.arena().copy(std::span<const Value>(kept).first(head));
  facts.tail = call.arena().copy(tail);
  return call.unknown(facts);
}
Value eval_filter_unknown(const Call& call) {
  if (is_empty(call[0])) return Value::array({});
  const AnyItem any = any_item(call, call[0]);
  const Value keep = apply_to(call, 1, any.item, any.index);
  if (keep.failure() && has_items(call[0])) return keep;
  if (!keep.failure() && !may_be(keep, ValueKind::boolean) && has_items(call[0])) return not_boolean(call, 1, keep);
  if (keep.is_boolean()) return keep.as_boolean() ? call[0] : Value::array({});
  Unknown facts;
  facts.kinds = takes::array;
  if (const Interval length = length_of(call[0]); length.max != unbounded) facts.max_length = length.max;
  facts.items = call[0].as_unknown().items;
  return call.unknown(facts);
}

// --- reduce --------------------------------------------------------------------------------------------------------

Value eval_reduce(const Call& call) {
  if (!call[0].is_array()) return call.function.unknown(call);
  Value result = call[1];
  const auto items = call[0].items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Value values[] = {result, item_at(call[0], i), Value::integer(static_cast<std::int64_t>(i))};
    result = call.apply(2, values);
    if (result.failure()) return result;
  }
  return result;
}
Value eval_reduce_unknown(const Call& call) {
  if (call[0].is_array()) return eval_reduce(call);
  if (is_empty(call[0])) return call[1];
  const AnyItem any = any_item(call, call[0]);
  const Value values[] = {call.unknown_of(takes::any), any.item, any.index};
  const Value last = call.apply(2, values);
  if (last.failure()) return has_items(call[0]) ? last : call[1];
  // What the lambda gives for any state and item, or the start where there is no item.
  const Value joined = has_items(call[0]) ? anonymous(call, last) : join(call[1], anonymous(call, last), call.arena());
  return joined.is_known() ? joined : call.unknown(facts_of(joined, call.arena()));
}

// --- sort ----------------------------------------------------------------------------------------------------------

/// A stable merge sort that stops at the first comparison that fails or cannot be decided.
class Sorter {
 public:
  explicit Sorter(const Call& call) : call_(call) {}
  bool sort(std::vector<Value>& items) {
    std::vector<Value> other(items.size());
    for (std::size_t width = 1; width < items.size(); width *= 2) {
      for (std::size_t from = 0; from < items.size(); from += 2 * width)
        if (!merge(items, other, from, std::min(from + width, items.size()), std::min(from + 2 * width, items.size()))) return false;
      items.swap(other);
    }
    return true;
  }
  Value stopped;  ///< the comparison that stopped

 private:
  bool merge(const std::vector<Value>& in, std::vector<Value>& out, std::size_t from, std::size_t middle, std::size_t to) {
    std::size_t left = from, right = middle;
    for (std::size_t at = from; at < to; ++at) {
      bool take_right = left == middle;
      if (!take_right && right < to) {
        const Value pair[] = {in[right], in[left]};
        const Value before = call_.apply(1, pair);
        if (!before.is_boolean()) {
          stopped = before;
          return false;
        }
        take_right = before.as_boolean();
      }
      out[at] = take_right ? in[right++] : in[left++];
    }
    return true;
  }
  const Call& call_;
};

Value eval_sort(const Call& call) {
  std::vector<Value> items;
  for (std::size_t i = 0; i < call[0].items().size(); ++i) items.push_back(item_at(call[0], i));
  const std::vector<Value> original = items;
  Sorter sorter(call);
  if (sorter.sort(items)) return call.array(items);
  if (sorter.stopped.failure()) return sorter.stopped;
  if (!may_be(sorter.stopped, ValueKind::boolean)) return not_boolean(call, 1, sorter.stopped);
  return loose_array(call, original, {}, {static_cast<std::int64_t>(original.size()), static_cast<std::int64_t>(original.size())});
}
Value eval_sort_unknown(const Call& call) {
  if (length_of(call[0]).max <= 1) return call[0];
  const Unknown& array = call[0].as_unknown();
  Unknown facts;
  facts.kinds = takes::array;
  facts.items = array.items;
  facts.included = array.included.empty() ? array.head : array.included;
  return keep_length(call, facts);
}

// --- groupBy, toObject, mapValues ----------------------------------------------------------------------------------

Value wrong_key(const Call& call, const Value& key) {
  return call.evaluation().fail(ErrorKind::arg_type, call.expression.arguments[1]->location,
                                fmt::format("the key lambda of `{}` must give a string, not {}", call.function.name, describe_kinds(kinds_of(key))));
}

/// Key and value of one item by the lambdas of the call; `failed` when one fails.
struct Entry {
  Value key, value, failed;
};
Entry entry_of(const Call& call, const Value& item, const Value& index) {
  Entry entry;
  entry.key = apply_to(call, 1, item, index);
  if (entry.key.failure()) entry.failed = entry.key;
  else if (!may_be(entry.key, ValueKind::string)) entry.failed = wrong_key(call, entry.key);
  if (entry.failed.failure()) return entry;
  entry.value = call.size() > 2 ? apply_to(call, 2, item, index) : item;
  if (entry.value.failure()) entry.failed = entry.value;
  return entry;
}

Value eval_group_by(const Call& call) {
  std::vector<std::pair<std::string_view, std::vector<Value>>> groups;
  std::unordered_map<std::string_view, std::size_t> places;
  bool known_keys = true;
  for (std::size_t i = 0; i < call[0].items().size(); ++i) {
    const Entry entry = entry_of(call, item_at(call[0], i), Value::integer(static_cast<std::int64_t>(i)));
    if (entry.failed.failure()) return entry.failed;
    if (!entry.key.is_string()) {
      known_keys = false;
      continue;
    }
    const auto [place, fresh] = places.try_emplace(entry.key.as_string(), groups.size());
    if (fresh) groups.push_back({entry.key.as_string(), {}});
    groups[place->second].second.push_back(entry.value);
  }
  std::vector<Field> fields;
  for (const auto& [key, items] : groups) {
    Value group = Value::array(call.arena().copy(items));
    if (!known_keys) {  // further items may join any group
      Unknown more;
      more.kinds = takes::array;
      more.included = group.items();
      more.min_length = static_cast<std::int64_t>(items.size());
      group = call.unknown(more);
    }
    fields.push_back({key, {}, group});
  }
  if (known_keys) return call.object(fields);
  Unknown facts;
  facts.kinds = takes::object;
  facts.members = call.arena().copy(fields);
  facts.min_length = std::max<std::int64_t>(1, static_cast<std::int64_t>(fields.size()));
  return call.unknown(facts);
}

Value eval_to_object(const Call& call) {
  MemberList members;
  bool known_keys = true;
  for (std::size_t i = 0; i < call[0].items().size(); ++i) {
    const Entry entry = entry_of(call, item_at(call[0], i), Value::integer(static_cast<std::int64_t>(i)));
    if (entry.failed.failure()) return entry.failed;
    if (entry.key.is_string()) {
      members.set(entry.key.as_string(), entry.value);
      continue;
    }
    known_keys = false;
    if (!call.charge(members.list().size())) return call.limited();
    for (Field& field : members.list())
      if (deep_equal(Value::string(field.name), entry.key) != Tri::no) field.value = join(field.value, entry.value, call.arena());
  }
  if (known_keys) return call.object(members.fields());
  Unknown facts;
  facts.kinds = takes::object;
  facts.members = call.arena().copy(members.fields());
  facts.min_length = std::max<std::int64_t>(1, static_cast<std::int64_t>(members.fields().size()));
  facts.max_length = length_of(call[0]).max;
  return call.unknown(facts);
}

/// groupBy and toObject over an unknown array: the lambdas run once, so that certain failures are found.
Value eval_keyed_unknown(const Call& call) {
  if (is_empty(call[0])) return Value::object({});
  const AnyItem any = any_item(call, call[0]);
  const Entry entry = entry_of(call, any.item, any.index);
  if (entry.failed.failure() && has_items(call[0])) return entry.failed;
  Unknown facts;
  facts.kinds = takes::object;
  if (has_items(call[0])) facts.min_length = 1;
  if (length_of(call[0]).max != unbounded) facts.max_length = length_of(call[0]).max;
  return call.unknown(facts);
}

Value eval_map_values(const Call& call) {
  const auto fields = call[0].fields();
  auto results = call.arena().create_array<Field>(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Value value = fields[i].value;
    if (call[0].is_secret()) value.mark_secret();
    const Value values[] = {value};
    results[i] = {fields[i].name, fields[i].name_location, call.apply(1, values)};
    if (results[i].value.failure()) return results[i].value;
  }
  return Value::object(results);
}
Value eval_map_values_unknown(const Call& call) {
  if (is_empty(call[0])) return Value::object({});
  std::vector<Field> members;
  for (const Field& member : call[0].as_unknown().members) {
    const Value values[] = {member.value};
    const Value result = call.apply(1, values);
    if (result.failure()) return result;
    members.push_back({member.name, member.name_location, result});
  }
  Unknown facts;
  facts.kinds = takes::object;
  facts.members = call.arena().copy(members);
  return keep_length(call, facts);
}

// --- lambda, lambdaVariables ---------------------------------------------------------------------------------------

Value eval_lambda(Evaluation& evaluation, const arm::Expression& call, const Function&) {
  return evaluation.fail(ErrorKind::not_allowed_here, call.location, "`lambda` can only be an argument of a function that takes one");
}
Value eval_lambda_variables(const Call& call) { return call.evaluation().lambda_variable(call[0].as_string(), call.expression); }

constexpr Parameter array_and_lambda[] = {{"array", takes::array}, {"lambda", takes::lambda}};
constexpr Parameter array_and_lambdas[] = {{"array", takes::array}, {"keyLambda", takes::lambda}, {"valueLambda", takes::lambda}};
constexpr Parameter object_and_lambda[] = {{"object", takes::object}, {"lambda", takes::lambda}};
constexpr Parameter reduced[] = {{"array", takes::array}, {"initialValue", takes::any}, {"lambda", takes::lambda}};
constexpr Parameter name[] = {{"name", takes::string}};
constexpr Parameter names_and_body[] = {{"namesAndBody", takes::any}};

constexpr Function functions[] = {
    {.name = "map", .min_arguments = 2, .max_arguments = 2, .parameters = array_and_lambda, .result = takes::array, .doc = "The results of a lambda (item, index) for each item.", .known = eval_map, .unknown = eval_map_unknown},
    {.name = "filter", .min_arguments = 2, .max_arguments = 2, .parameters = array_and_lambda, .result = takes::array, .doc = "The items for which a lambda (item, index) is true.", .known = eval_filter, .unknown = eval_filter_unknown},
    {.name = "reduce", .min_arguments = 3, .max_arguments = 3, .parameters = reduced, .result = takes::any, .doc = "A lambda (current, next, index) applied to a start value and each item in turn.", .known = eval_reduce, .unknown = eval_reduce_unknown, .by_cases = false},
    {.name = "sort", .min_arguments = 2, .max_arguments = 2, .parameters = array_and_lambda, .result = takes::array, .doc = "The array sorted by a lambda (a, b) that says whether a comes before b; stable.", .known = eval_sort, .unknown = eval_sort_unknown},
    {.name = "groupBy", .min_arguments = 2, .max_arguments = 3, .parameters = array_and_lambdas, .result = takes::object, .doc = "An object of arrays: the items by the key a lambda gives, in the order of first keys.", .known = eval_group_by, .unknown = eval_keyed_unknown},
    {.name = "toObject", .min_arguments = 2, .max_arguments = 3, .parameters = array_and_lambdas, .result = takes::object, .doc = "An object whose names and values are given by lambdas; later duplicates win.", .known = eval_to_object, .unknown = eval_keyed_unknown},
    {.name = "mapValues", .min_arguments = 2, .max_arguments = 2, .parameters = object_and_lambda, .result = takes::object, .doc = "The object with each value replaced by the result of a lambda.", .known = eval_map_values, .unknown = eval_map_values_unknown},
    {.name = "lambda", .min_arguments = 1, .max_arguments = any_number, .parameters = names_and_body, .result = takes::any, .doc = "Names of variables and an expression; only as an argument of the functions above.", .lazy = eval_lambda},
    {.name = "lambdaVariables", .min_arguments = 1, .max_arguments = 1, .parameters = name, .result = takes::any, .doc = "The value of a variable of an enclosing lambda.", .known = eval_lambda_variables},
};

}  // namespace

Family lambda_functions() { return {"Lambda", functions}; }

}  // namespace fleetlint::eval
