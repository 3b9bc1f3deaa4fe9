// Types of the results of the language's functions: lengths, bounds, items and members follow those of the arguments.
#include "types/call_results.h"

#include <algorithm>
#include <string>

#include "fleetlint/base/unicode.h"
#include "types/checker.h"

namespace fleetlint::compiler {

namespace {

constexpr std::int64_t least = INT64_MIN, most = INT64_MAX;

std::int64_t text_length(std::string_view text) { return static_cast<std::int64_t>(utf16_length(text)); }

Bound positive(Bound value) { return value && *value > 0 ? value : Bound(); }
Bound not_negative(Bound value) { return value && *value < 0 ? Bound(0) : value; }

Bound string_min_length(const Type& type) {
  if (type.is(TypeKind::string_literal)) return text_length(type.text);
  return type.is(TypeKind::string) ? type.min : Bound();
}

}  // namespace

Range integer_range(const Type& type) {
  if (type.is(TypeKind::integer_literal)) return {type.integer, type.integer};
  if (type.is(TypeKind::integer)) return {type.min, type.max};
  return {};
}

Bound string_max_length(const Type& type) {
  if (type.is(TypeKind::string_literal)) return text_length(type.text);
  return type.is(TypeKind::string) ? type.max : Bound();
}

void readable_members(const Type& object, TypeArena& arena, std::vector<TypeRef>& names, std::vector<TypeRef>& values) {
  for (const auto& property : object.properties) {
    if (property.flags.has(PropertyFlag::write_only)) continue;
    names.emplace_back(arena.string_literal(property.name));
    values.push_back(property.type);
  }
  if (object.additional != nullptr) {
    names.emplace_back(&types::string);
    values.push_back(object.additional->type);
  }
}

std::pair<std::int64_t, Bound> stringified_length(const Type& type) {
  switch (type.kind) {
    case TypeKind::string_literal: { const auto length = text_length(type.text); return {length, length}; }
    case TypeKind::string: return {type.min.value_or(0), type.max};
    case TypeKind::integer_literal: { const auto length = static_cast<std::int64_t>(std::to_string(type.integer).size()); return {length, length}; }
    case TypeKind::integer: {
      const auto low = type.min.value_or(least), high = type.max.value_or(most);
      const auto low_length = static_cast<std::int64_t>(std::to_string(low).size()), high_length = static_cast<std::int64_t>(std::to_string(high).size());
      if (low < 0 && high >= 0) return {1, std::max(low_length, high_length)};
      return {std::min(low_length, high_length), std::max(low_length, high_length)};
    }
    case TypeKind::boolean_literal: { const std::int64_t length = type.integer != 0 ? 4 : 5; return {length, length}; }
    case TypeKind::boolean: return {4, 5};
    case TypeKind::array: case TypeKind::tuple: case TypeKind::object: case TypeKind::discriminated_object: return {2, std::nullopt};
    case TypeKind::union_of: {
      std::int64_t low = most;
      Bound high = 0;
      for (const auto& member : type.elements) {
        const auto [a, b] = stringified_length(*member);
        low = std::min(low, a);
        high = high && b ? Bound(std::max(*high, *b)) : Bound();
      }
      return {low, high};
    }
    default: return {0, std::nullopt};
  }
}

namespace {

/// The rules, by what the functions are about. `first` and `second` are `any` where they are not given.
class CallResult {
 public:
  CallResult(ResultRule rule, std::span<const Type* const> arguments, TypeArena& arena)
      : rule_(rule), arguments_(arguments), first_(arguments.empty() ? types::any : *arguments[0]), second_(arguments.size() > 1 ? *arguments[1] : types::any), arena_(arena) {}

  const Type* type() {
    switch (rule_) {
      case ResultRule::split: return arena_.array(&types::string, 1);
      case ResultRule::concat_arrays: return concat_arrays();
      case ResultRule::pad_left: return pad_left();
      case ResultRule::change_case: return first_.is(TypeKind::string) ? &first_ : &types::string;
      case ResultRule::length_of_value: return length_of_value();
      case ResultRule::length_of_array: return length_of_array();
      case ResultRule::join: return join();
      case ResultRule::trim: return first_.is(TypeKind::string) ? arena_.string({}, first_.max, first_.flags) : &types::string;
      case ResultRule::substring: return substring();
      case ResultRule::take_array: return take_array();
      case ResultRule::take_string: return take_string();
      case ResultRule::skip_array: return skip_array();
      case ResultRule::skip_string: return skip_string();
      case ResultRule::first_character:
        return arena_.string(first_.is(TypeKind::string) && first_.min ? Bound(std::min<std::int64_t>(*first_.min, 1)) : Bound(), 1, first_.flags);
      case ResultRule::first_item: case ResultRule::last_item: return end_item();
      case ResultRule::minimum: case ResultRule::maximum: case ResultRule::minimum_of_array: case ResultRule::maximum_of_array: return extreme();
      case ResultRule::range: return range();
      case ResultRule::items: return items();
      case ResultRule::object_keys: return object_keys();
      case ResultRule::filter:
        return !first_.is_array() ? &first_ : arena_.array(first_.item, {}, first_.max == 0 ? std::nullopt : first_.max, first_.flags);
      case ResultRule::sort:
        return first_.is(TypeKind::tuple) && first_.elements.empty() ? arena_.array(&types::never) : first_.is(TypeKind::tuple) ? arena_.array(first_.item, first_.min, first_.max, first_.flags) : &first_;
      case ResultRule::map: return second_.is(TypeKind::lambda) ? arena_.array(second_.item) : &types::any;
      case ResultRule::map_values: return second_.is(TypeKind::lambda) ? arena_.object("object", {}, arena_.additional(second_.item)) : &types::any;
      case ResultRule::reduce: return arguments_.size() > 2 && arguments_[2]->is(TypeKind::lambda) ? arguments_[2]->item.get() : &types::any;
      case ResultRule::to_object: case ResultRule::group_by: return made_object();
      default: return nullptr;
    }
  }

 private:
  // --- texts

  const Type* pad_left() {
    const auto [low, high] = stringified_length(first_);
    if (!second_.is(TypeKind::integer_literal)) return arena_.string(low, {}, first_.flags);
    return arena_.string(std::max(low, second_.integer), high ? Bound(std::max(*high, second_.integer)) : Bound(), first_.flags);
  }

  const Type* join() {
    const auto [delimiter_low, delimiter_high] = stringified_length(second_);
    std::int64_t low = 0;
    Bound high;
    if (first_.is(TypeKind::tuple)) {
      high = 0;
      for (const auto& item : first_.elements) {
        const auto [a, b] = stringified_length(*item);
        low += a;
        high = high && b ? Bound(*high + *b) : Bound();
      }
      const auto gaps = std::max<std::int64_t>(static_cast<std::int64_t>(first_.elements.size()) - 1, 0);
      low += gaps * delimiter_low;
      high = high && delimiter_high ? Bound(*high + gaps * *delimiter_high) : Bound();
    } else if (first_.is(TypeKind::array)) {
      const auto [a, b] = stringified_length(*first_.item);
      const auto count = first_.min.value_or(0);
      low = count * a + std::max<std::int64_t>(count - 1, 0) * delimiter_low;
      if (b && delimiter_high && first_.max) high = *b * *first_.max + std::max<std::int64_t>(*first_.max - 1, 0) * *delimiter_high;
    }
    return arena_.string(positive(low), high);
  }

  const Type* substring() {
    if (arguments_.size() > 2) {
      if (arguments_[2]->is_integer()) {
        const auto range = integer_range(*arguments_[2]);
        return arena_.string(range.min, range.max, first_.flags);
      }
    }
    auto low = string_min_length(first_), high = string_max_length(first_);
    if (second_.is(TypeKind::integer_literal)) {
      const auto start = second_.integer;
      low = low && *low >= start ? Bound(*low - start) : Bound();
      if (high && *high >= start) high = *high - start;
    } else if (second_.is(TypeKind::integer)) {
      low = low && second_.max ? Bound(std::max<std::int64_t>(0, *low - *second_.max)) : Bound();
      if (high && second_.min) high = std::max<std::int64_t>(0, *high - *second_.min);
    } else {
      low.reset();
    }
    return arena_.string(low, high, first_.flags);
  }

  const Type* take_string() {
    const auto count = taken();
    const auto [low, high] = stringified_length(first_);
    const auto longest = std::min(high.value_or(most), *count.max);
    return arena_.string(*count.min > 0 ? Bound(std::min(low, *count.min)) : Bound(), longest == most ? Bound() : not_negative(longest), first_.flags);
  }

  const Type* skip_string() {
    const auto count = taken();
    if (*count.max <= 0) return &first_;
    const auto [low, high] = stringified_length(first_);
    return arena_.string(*count.max == most ? Bound() : positive(low - *count.max), high ? not_negative(*high - std::max<std::int64_t>(0, *count.min)) : Bound(), first_.flags);
  }

  // --- lists

  const Type* concat_arrays() {
    std::size_t length = 0;
    for (const auto* argument : arguments_) length += argument->elements.size();
    const bool tuples = length <= longest_tuple && std::all_of(arguments_.begin(), arguments_.end(), [](const Type* type) { return type->is(TypeKind::tuple); });
    std::vector<TypeRef> items;
    if (tuples) {
      for (const auto* argument : arguments_) items.insert(items.end(), argument->elements.begin(), argument->elements.end());
      return arena_.tuple(items);
    }
    std::int64_t low = 0;
    Bound high = 0;
    for (const auto* argument : arguments_) {
      if (!argument->is_array()) return &types::array;
      items.push_back(argument->item);
      if (__builtin_add_overflow(low, argument->min.value_or(0), &low)) low = most;
      std::int64_t sum = 0;
      high = high && argument->max && !__builtin_add_overflow(*high, *argument->max, &sum) ? Bound(sum) : Bound();
    }
    return arena_.array(arena_.union_of(items), positive(low), high);
  }

  const Type* length_of_array() {
    if (first_.is(TypeKind::tuple)) return arena_.integer_literal(static_cast<std::int64_t>(first_.elements.size()));
    return first_.is(TypeKind::array) ? arena_.integer(first_.min.value_or(0), first_.max) : &types::integer;
  }

  const Type* take_array() {
    const auto count = taken();
    if (first_.is(TypeKind::tuple) && *count.min == *count.max) {
      const auto size = static_cast<std::int64_t>(first_.elements.size());
      if (*count.min >= size) return &first_;
      return arena_.tuple(first_.elements.first(static_cast<std::size_t>(std::max<std::int64_t>(*count.min, 0))), first_.flags);
    }
    if (!first_.is_array()) return arena_.array(&types::any, {}, not_negative(*count.max == most ? Bound() : count.max), first_.flags);
    const auto low = first_.min && *count.min > 0 ? Bound(std::min(*first_.min, *count.min)) : Bound();
    const auto high = std::min(first_.max.value_or(most), *count.max);
    return arena_.array(first_.item, low, high == most ? Bound() : not_negative(high), first_.flags);
  }

  const Type* skip_array() {
    const auto count = taken();
    if (*count.max <= 0) return &first_;
    if (first_.is(TypeKind::tuple) && *count.min == *count.max) {
      return arena_.tuple(first_.elements.subspan(std::min<std::size_t>(static_cast<std::size_t>(*count.min), first_.elements.size())), first_.flags);
    }
    if (!first_.is_array()) return arena_.array(&types::any, {}, {}, first_.flags);
    const auto low = *count.max == most ? Bound() : positive(first_.min.value_or(0) - *count.max);
    const auto high = first_.max ? not_negative(*first_.max - std::max<std::int64_t>(0, *count.min)) : Bound();
    return arena_.array(first_.item, low, high, first_.flags);
  }

  const Type* end_item() {
    if (first_.is(TypeKind::tuple)) {
      if (first_.elements.empty()) return &types::null;
      return (rule_ == ResultRule::first_item ? first_.elements.front() : first_.elements.back()).get();
    }
    if (!first_.is(TypeKind::array)) return &types::any;
    return first_.min && *first_.min > 0 ? first_.item.get() : arena_.nullable(first_.item.get());
  }

  // --- numbers

  const Type* length_of_value() {
    if (first_.is(TypeKind::string)) return arena_.integer(first_.min.value_or(0), first_.max, first_.flags);
    if (first_.is_object()) {
      const auto required = std::count_if(first_.properties.begin(), first_.properties.end(), [](const Property& property) { return is_required(property); });
      return arena_.integer(required, first_.additional == nullptr ? Bound(static_cast<std::int64_t>(first_.properties.size())) : Bound(), first_.flags);
    }
    return &types::integer;
  }

  const Type* extreme() {
    const bool of_array = rule_ == ResultRule::minimum_of_array || rule_ == ResultRule::maximum_of_array;
    const bool lowest = rule_ == ResultRule::minimum || rule_ == ResultRule::minimum_of_array;
    std::vector<const Type*> values(arguments_.begin(), arguments_.end());
    if (of_array) {
      if (!first_.is(TypeKind::tuple)) return first_.is(TypeKind::array) && first_.item->is_integer() ? first_.item.get() : &types::integer;
      values.clear();
      for (const auto& element : first_.elements) values.push_back(element.get());
    }
    if (values.empty()) return &types::integer;
    auto result = integer_range(*values[0]);
    for (std::size_t i = 1; i < values.size(); ++i) {
      const auto range = integer_range(*values[i]);
      if (lowest) {
        result.min = result.min && range.min ? Bound(std::min(*result.min, *range.min)) : Bound();
        if (range.max) result.max = result.max ? std::min(*result.max, *range.max) : *range.max;
      } else {
        if (range.min) result.min = result.min ? std::max(*result.min, *range.min) : *range.min;
        result.max = result.max && range.max ? Bound(std::max(*result.max, *range.max)) : Bound();
      }
    }
    return arena_.integer(result.min, result.max);
  }

  const Type* range() {
    const auto* count = &second_;
    if (count->is(TypeKind::union_of)) {
      if (const auto* collapsed = collapse(*count, arena_)) count = collapsed;
    }
    const auto* start = &first_;
    if (start->is(TypeKind::union_of)) {
      if (const auto* collapsed = collapse(*start, arena_)) start = collapsed;
    }
    const auto starts = integer_range(*start), counts = integer_range(*count);
    std::int64_t last = 0;
    const bool bounded = starts.max && counts.max && !__builtin_add_overflow(*starts.max, *counts.max, &last);
    const Type* item = start->is_integer() ? arena_.integer(starts.min, bounded ? Bound(last - 1) : Bound()) : &types::integer;
    return arena_.array(item, counts.min, counts.max);
  }

  // --- objects

  const Type* items() {
    std::vector<TypeRef> names, values;
    if (first_.is_object()) readable_members(first_, arena_, names, values);
    const Type* key = first_.is_object() ? arena_.union_of(names) : &types::string;
    const Type* value = &types::any;
    if (first_.is_object()) {
      const auto* all = arena_.union_of(values);
      const auto* collapsed = collapse(*all, arena_);
      value = collapsed != nullptr ? collapsed : &types::any;
    }
    return arena_.array(arena_.object("object", {{"key", key, {}, "The key of the object property being iterated over."}, {"value", value, {}, "The value of the object property being iterated over."}}));
  }

  const Type* object_keys() {
    if (!first_.is_object()) return arena_.array(&types::string, {}, {}, first_.flags);
    std::vector<TypeRef> names, values;
    readable_members(first_, arena_, names, values);
    return arena_.array(arena_.union_of(names), {}, {}, first_.flags);
  }

  const Type* made_object() {
    TypeRef value;
    if (arguments_.size() == 2 && first_.is_array()) value = first_.item;
    if (arguments_.size() == 3 && arguments_[2]->is(TypeKind::lambda)) value = arguments_[2]->item;
    if (!value) return &types::object;
    if (rule_ == ResultRule::group_by) value = arena_.array(value);
    return arena_.object("object", {}, arena_.additional(value));
  }

  /// How many items or characters take and skip are asked for.
  Range taken() const {
    const auto range = integer_range(second_);
    return {range.min.value_or(least), range.max.value_or(most)};
  }

  ResultRule rule_;
  std::span<const Type* const> arguments_;
  const Type& first_;
  const Type& second_;
  TypeArena& arena_;
};

}  // namespace

const Type* result_of_arguments(ResultRule rule, std::span<const Type* const> arguments, TypeArena& arena) { return CallResult(rule, arguments, arena).type(); }

}  // namespace fleetlint::compiler
