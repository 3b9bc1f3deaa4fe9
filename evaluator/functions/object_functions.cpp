// createObject, items, objectKeys, shallowMerge, tryGet, null.
#include <algorithm>
#include <vector>

#include "expression/evaluation.h"
#include "functions/function.h"
#include "functions/merge.h"
#include "value/text.h"

namespace fleetlint::eval {
namespace {

Value eval_null(const Call&) { return Value::null(); }

Value eval_create_object(const Call& call) {
  if (call.size() % 2 != 0) return call.fail(ErrorKind::arg_count, "names and values come in pairs; there are {} arguments", call.size());
  std::vector<Location> locations;
  for (std::size_t i = 0; i < call.size(); i += 2) {
    if (!may_be(call[i], ValueKind::string)) return call.fail(ErrorKind::arg_type, "argument {} (name) must be a string, not {}", i + 1, describe_kinds(kinds_of(call[i])));
    locations.push_back(call.expression.arguments[i]->location);
  }
  return make_object(call.evaluation(), call.arguments, locations);
}

std::vector<const Field*> sorted(std::span<const Field> fields) {
  std::vector<const Field*> all;
  all.reserve(fields.size());
  for (const Field& field : fields) all.push_back(&field);
  std::stable_sort(all.begin(), all.end(), [](const Field* a, const Field* b) { return compare_culture(a->name, b->name) < 0; });
  return all;
}

Value make_item(const Call& call, const Value& key, const Value& value) {
  auto fields = call.arena().create_array<Field>(2);
  fields[0] = {"key", {}, key}, fields[1] = {"value", {}, value};
  return Value::object(fields);
}

template <bool only_keys>
Value eval_items(const Call& call) {
  if (!call.charge(call[0].fields().size())) return call.limited();
  std::vector<Value> items;
  for (const Field* field : sorted(call[0].fields()))
    items.push_back(only_keys ? Value::string(field->name) : make_item(call, Value::string(field->name), field->value));
  return call.array(items);
}
template <bool only_keys>
Value eval_items_unknown(const Call& call) {
  const Interval length = length_of(call[0]);
  Unknown facts, key;
  facts.kinds = takes::array;
  if (length.min > 0) facts.min_length = length.min;
  if (length.max != unbounded) facts.max_length = length.max;
  key.kinds = takes::string;
  const Value key_value = Value::unknown(call.arena().create<Unknown>(key));
  Unknown any;
  any.reason = call[0].as_unknown().reason;
  const Value item = only_keys ? key_value : make_item(call, key_value, Value::unknown(call.arena().create<Unknown>(any)).mark_secret(call[0].is_secret()));
  facts.items = call.arena().create<Value>(item);
  return call.unknown(facts);
}

Value eval_shallow_merge(const Call& call) {
  if (!call[0].is_array()) return call.unknown();
  std::vector<Value> operands;
  for (const Value& item : call[0].items()) {
    if (item.is_null()) continue;
    if (!may_be(item, ValueKind::object)) return call.fail(ErrorKind::arg_type, "the items must be objects, not {}", describe_kinds(kinds_of(item)));
    operands.push_back(item);
  }
  return merge_objects(call, operands, false);
}

/// One step of tryGet: null where there is nothing, a failure for a key of the wrong kind.
Value try_access(const Call& call, const Value& base, const Value& key) {
  if (base.is_null()) return Value::null();
  const KindSet base_kinds = kinds_of(base);
  const bool array = base_kinds.may_be(ValueKind::array) && may_be(key, ValueKind::integer), object = base_kinds.may_be(ValueKind::object) && may_be(key, ValueKind::string);
  if (!array && !object) {
    if (base_kinds.may_be(ValueKind::null) && (base_kinds.may_be(ValueKind::array) || base_kinds.may_be(ValueKind::object))) return Value::null();
    // A text or number has no members: published modules tell `'name'` and `{id: …}` apart this way.
    if (!base_kinds.may_be(ValueKind::array) && !base_kinds.may_be(ValueKind::object)) return Value::null();
    return call.fail(ErrorKind::arg_type, "{} has no member or item of that kind of key ({})", describe_kinds(base_kinds), describe_kinds(kinds_of(key)));
  }
  Value found = call.evaluation().access(base, key, call.expression);
  if (const Failure* failure = found.failure()) {
    if (failure->kind == ErrorKind::missing_property || failure->kind == ErrorKind::index_out_of_bounds) return Value::null();
    return found;
  }
  const bool certain = base.is_known() && key.is_known();
  if (certain) return found;
  // A member that is certainly there needs no null beside it.
  if (base.is_unknown() && key.is_string() && must_be(base, ValueKind::object))
    for (const Field& member : base.as_unknown().members)
      if (member.name == key.as_string()) return found;
  if (base.is_unknown() && key.is_integer() && must_be(base, ValueKind::array) && key.as_integer() < length_of(base).min && key.as_integer() >= 0) return found;
  if (base.is_array() && must_be(key, ValueKind::integer) && integers_of(key).min >= 0 && integers_of(key).max < length_of(base).min) return found;
  return call.derived(join(found, Value::null(), call.arena()));
}

/// `{value: 1, fromEnd: true}`, as `[^1]` is written in a path: the index it means in `base`.
Value index_of_key(const Call& call, const Value& base, const Value& key) {
  const Value* index = key.find("value");
  const Value* from_end = key.find("fromEnd");
  if (!index || (from_end && !may_be(*from_end, ValueKind::boolean))) return call.fail(ErrorKind::arg_value, "a key that is an object has `value` and `fromEnd`");
  if (!from_end || (from_end->is_boolean() && !from_end->as_boolean())) return *index;
  if (!base.is_array() || !index->is_integer() || !from_end->is_boolean()) return call.unknown_of(takes::integer);
  return Value::integer(static_cast<std::int64_t>(base.items().size()) - index->as_integer());
}

Value eval_try_get(const Call& call) {
  Value value = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) {
    const bool secret = value.is_secret();
    const Value key = call[i].is_object() ? index_of_key(call, value, call[i]) : call[i];
    if (key.failure()) return key;
    value = try_access(call, value, key);
    if (value.failure()) return value;
    if (secret) value.mark_secret();
  }
  return value;
}

constexpr Parameter pairs[] = {{"namesAndValues", takes::any}};
constexpr Parameter one_object[] = {{"object", takes::object}};
constexpr Parameter objects[] = {{"objects", takes::array}};
constexpr Parameter path[] = {{"value", takes::any}, {"keys", takes::string | takes::integer | takes::object}};

constexpr Function functions[] = {
    {.name = "createObject", .min_arguments = 0, .max_arguments = any_number, .parameters = pairs, .result = takes::object, .doc = "An object from names and values in turn.", .known = eval_create_object, .unknown = eval_create_object, .by_cases = false, .holds_arguments = true},
    {.name = "items", .min_arguments = 1, .max_arguments = 1, .parameters = one_object, .result = takes::array, .doc = "The members of an object as `{key, value}`, sorted by key.", .known = eval_items<false>, .unknown = eval_items_unknown<false>},
    {.name = "objectKeys", .min_arguments = 1, .max_arguments = 1, .parameters = one_object, .result = takes::array, .doc = "The names of an object's members, sorted.", .known = eval_items<true>, .unknown = eval_items_unknown<true>},
    {.name = "shallowMerge", .min_arguments = 1, .max_arguments = 1, .parameters = objects, .result = takes::object, .doc = "The objects of an array as one: later values win, null items are skipped.", .known = eval_shallow_merge, .unknown = eval_shallow_merge},
    {.name = "tryGet", .min_arguments = 2, .max_arguments = any_number, .parameters = path, .result = takes::any, .doc = "A member or item, step by step; null where there is none.", .known = eval_try_get, .unknown = eval_try_get},
    {.name = "null", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::null, .doc = "Null; a property with this value counts as absent.", .known = eval_null},
};

}  // namespace

Family object_functions() { return {"Object", functions}; }

}  // namespace fleetlint::eval
