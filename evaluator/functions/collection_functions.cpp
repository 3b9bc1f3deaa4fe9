// Functions of strings, arrays and objects alike: concat, contains, empty, first, last, length, indexOf, lastIndexOf,
// skip, take.
#include <algorithm>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "functions/function.h"
#include "unknown/arrays.h"
#include "unknown/texts.h"
#include "value/platform_text.h"
#include "value/text.h"

namespace fleetlint::eval {
namespace {

// --- concat --------------------------------------------------------------------------------------------------------

Value eval_concat(const Call& call) {
  bool array = false, scalar = false, may_array = false;
  for (const Value& argument : call.arguments) {
    const KindSet kinds = kinds_of(argument);
    array |= kinds.only(ValueKind::array);
    scalar |= !kinds.may_be(ValueKind::array);
    may_array |= kinds.may_be(ValueKind::array);
  }
  if (array && scalar) return call.fail(ErrorKind::arg_type, "arrays and texts cannot be joined with each other");
  if (array) return concat_arrays(call, call.arguments);
  if (!scalar && may_array) return call.unknown_of(takes::string | takes::array);
  std::vector<Value> pieces;
  pieces.reserve(call.size());
  for (const Value& argument : call.arguments)
    if (!text_pieces(argument, '\'', call.evaluator().limits().string_bytes, pieces, call.arena())) return call.limited();
  if (pieces.empty()) pieces.push_back(Value::string({}));
  return join_texts(call, pieces);
}

// --- contains, indexOf, lastIndexOf --------------------------------------------------------------------------------

Value from_tri(const Call& call, Tri answer) { return answer == Tri::unknown ? call.unknown() : Value::boolean(answer == Tri::yes); }

Tri any_equal(const Call& call, std::span<const Value> items, const Value& what) {
  Tri answer = Tri::no;
  for (const Value& item : items) {
    if (!call.charge()) return Tri::unknown;
    answer = answer || deep_equal(item, what);
    if (answer == Tri::yes) break;
  }
  return answer;
}

Value contains_text(const Call& call) {
  if (!(kinds_of(call[1]).bits & takes::scalar.bits)) return call.fail(ErrorKind::arg_type, "a text contains texts, not {}", describe_kinds(kinds_of(call[1])));
  std::string needle;
  if (call[1].is_known()) {
    std::vector<Value> pieces;
    text_pieces(call[1], '\'', SIZE_MAX, pieces, call.arena());
    if (!pieces.empty()) needle = pieces[0].as_string();
    if (needle.empty()) return Value::boolean(true);
    if (call[0].is_string()) return Value::boolean(call[0].as_string().find(needle) != std::string_view::npos);
    if (prefix_of(call[0]).find(needle) != std::string_view::npos || suffix_of(call[0]).find(needle) != std::string_view::npos) return Value::boolean(true);
    if (length_of(call[0]).max < static_cast<std::int64_t>(utf16_length(needle))) return Value::boolean(false);
  } else if (text_length_of(call[1]).min > length_of(call[0]).max) {
    return Value::boolean(false);
  }
  return call.unknown();
}

Value contains_item(const Call& call) {
  if (call[0].is_array()) return from_tri(call, any_equal(call, call[0].items(), call[1]));
  const Unknown& array = call[0].as_unknown();
  const Tri certain = any_equal(call, array.head, call[1]) || any_equal(call, array.tail, call[1]) || any_equal(call, array.included, call[1]);
  if (certain == Tri::yes) return Value::boolean(true);
  if (certain == Tri::no && array.items && deep_equal(*array.items, call[1]) == Tri::no) return Value::boolean(false);
  return call.unknown();
}

Value contains_member(const Call& call) {
  if (!may_be(call[1], ValueKind::string)) return call.fail(ErrorKind::arg_type, "the names of members are strings, not {}", describe_kinds(kinds_of(call[1])));
  const auto members = call[0].is_object() ? call[0].fields() : call[0].as_unknown().members;
  if (call[1].is_string())
    for (const Field& member : members)
      if (equals_ignoring_case(member.name, call[1].as_string())) return Value::boolean(true);
  const bool closed = call[0].is_object() || length_of(call[0]).max <= static_cast<std::int64_t>(members.size());
  if (closed && (members.empty() || call[1].is_string())) return Value::boolean(false);
  return call.unknown();
}

Value eval_contains(const Call& call) {
  const KindSet kinds = kinds_of(call[0]);
  if (kinds.only(ValueKind::string)) return contains_text(call);
  if (kinds.only(ValueKind::array)) return contains_item(call);
  if (kinds.only(ValueKind::object)) return contains_member(call);
  return call.unknown();
}

template <bool last>
Value find_text(const Call& call) {
  if (!may_be(call[1], ValueKind::string)) return call.fail(ErrorKind::arg_type, "a text is searched in a text, not {}", describe_kinds(kinds_of(call[1])));
  const auto search = [](std::string_view text, std::string_view what) { return last ? find_last_utf16(text, what, true) : find_utf16(text, what, true); };
  if (call[0].is_string() && call[1].is_string()) {
    const auto at = search(call[0].as_string(), call[1].as_string());
    return Value::integer(at == std::string_view::npos ? -1 : static_cast<std::int64_t>(at));
  }
  Unknown facts;
  facts.kinds = takes::integer;
  facts.min_value = -1;
  const Interval text = length_of(call[0]), what = length_of(call[1]);
  if (what.min > text.max) return Value::integer(-1);
  if (text.max != unbounded) facts.max_value = text.max - what.min;
  if (call[1].is_string()) {
    if (call[1].as_string().empty() && !last) return Value::integer(0);
    const auto at = search(prefix_of(call[0]), call[1].as_string());
    if (at != std::string_view::npos && !prefix_of(call[0]).empty()) {
      if (!last) return Value::integer(static_cast<std::int64_t>(at));
      facts.min_value = static_cast<std::int64_t>(at);
    }
  }
  return call.unknown(facts);
}

template <bool last>
Value find_item(const Call& call) {
  Unknown facts;
  facts.kinds = takes::integer;
  facts.min_value = -1;
  if (!call[0].is_array()) {
    if (call[0].as_unknown().max_length) facts.max_value = *call[0].as_unknown().max_length - 1;
    if (!last && call[0].is_unknown()) {
      const auto head = call[0].as_unknown().head;
      for (std::size_t i = 0; i < head.size(); ++i) {
        const Tri same = deep_equal(head[i], call[1]);
        if (same == Tri::yes) return Value::integer(static_cast<std::int64_t>(i));
        if (same == Tri::unknown) break;
      }
    }
    return call.unknown(facts);
  }
  const auto items = call[0].items();
  std::optional<std::int64_t> lowest, highest;
  for (std::size_t n = 0; n < items.size(); ++n) {
    const auto i = last ? items.size() - 1 - n : n;
    if (!call.charge()) return call.limited();
    const Tri same = deep_equal(items[i], call[1]);
    if (same == Tri::no) continue;
    const auto index = static_cast<std::int64_t>(i);
    if (same == Tri::yes && !lowest) return Value::integer(index);
    lowest = std::min(lowest.value_or(index), index), highest = std::max(highest.value_or(index), index);
    if (same == Tri::yes) {  // the answer is this one, or one of the uncertain ones before it
      facts.min_value = *lowest, facts.max_value = *highest;
      return call.unknown(facts);
    }
  }
  if (!highest) return Value::integer(-1);
  facts.max_value = *highest;
  return call.unknown(facts);
}

template <bool last>
Value eval_index_of(const Call& call) {
  const KindSet kinds = kinds_of(call[0]);
  if (kinds.only(ValueKind::string)) return find_text<last>(call);
  if (kinds.only(ValueKind::array)) return find_item<last>(call);
  Unknown facts;
  facts.kinds = takes::integer;
  facts.min_value = -1;
  return call.unknown(facts);
}

// --- empty, length, first, last ------------------------------------------------------------------------------------

Value eval_empty(const Call& call) { return Value::boolean(call[0].is_null() || length_of(call[0]).max == 0); }
Value eval_empty_unknown(const Call& call) {
  const Interval length = length_of(call[0]);
  if (length.min > 0 && !may_be(call[0], ValueKind::null)) return Value::boolean(false);
  if (length.max == 0) return Value::boolean(true);
  return call.unknown();
}

Value eval_length(const Call& call) { return Value::integer(length_of(call[0]).min); }
Value eval_length_unknown(const Call& call) {
  const Interval length = length_of(call[0]);
  Unknown facts;
  facts.kinds = takes::integer;
  facts.min_value = length.min;
  if (length.max != unbounded) facts.max_value = length.max;
  return call.unknown(facts);
}

template <bool last>
Value eval_end(const Call& call) {
  if (call[0].is_array()) return call[0].items().empty() ? Value::null() : last ? call[0].items().back() : call[0].items().front();
  const std::string_view text = call[0].as_string();
  const std::size_t length = utf16_length(text);
  return Value::string(length == 0 ? std::string_view() : slice_utf16(text, last ? length - 1 : 0, 1, call.arena()));
}
template <bool last>
Value eval_end_unknown(const Call& call) {
  const KindSet kinds = kinds_of(call[0]);
  const Interval length = length_of(call[0]);
  Unknown facts;
  facts.kinds = takes::any;
  if (kinds.only(ValueKind::string)) {
    const std::string_view known = last ? suffix_of(call[0]) : prefix_of(call[0]);
    if (!known.empty()) return Value::string(slice_utf16(known, last ? utf16_length(known) - 1 : 0, 1, call.arena()));
    facts.kinds = takes::string;
    if (length.min > 0) facts.min_length = 1;
    facts.max_length = 1;
    return call.unknown(facts);
  }
  if (kinds.only(ValueKind::array)) {
    const auto known = last ? tail_of(call[0]) : head_of(call[0]);
    if (!known.empty()) return last ? known.back() : known.front();
    if (call[0].as_unknown().items) {
      const Value item = *call[0].as_unknown().items;
      return call.derived(length.min > 0 ? item : join(item, Value::null(), call.arena()));
    }
  }
  return call.unknown(facts);
}

// --- skip, take ----------------------------------------------------------------------------------------------------

template <bool take>
Value eval_part(const Call& call) {
  const Interval length = length_of(call[0]);
  const std::int64_t count = std::clamp<std::int64_t>(call[1].as_integer(), 0, length.min);
  const auto cut = static_cast<std::size_t>(count);
  if (call[0].is_array()) return Value::array(take ? call[0].items().first(cut) : call[0].items().subspan(cut));
  return Value::string(take ? slice_utf16(call[0].as_string(), 0, cut, call.arena())
                            : slice_utf16(call[0].as_string(), cut, static_cast<std::size_t>(length.min - count), call.arena()));
}

std::string_view first_units(std::string_view text, std::int64_t count, Arena& arena) {
  return slice_utf16(text, 0, static_cast<std::size_t>(std::max<std::int64_t>(count, 0)), arena);
}

/// Facts of `take` and `skip` where the value or the count is not known. The ends stay as far as the cut certainly
/// does not reach them.
template <bool take>
Value eval_part_unknown(const Call& call) {
  const KindSet kinds = kinds_of(call[0]);
  const bool string = kinds.only(ValueKind::string), array = kinds.only(ValueKind::array);
  const Interval length = length_of(call[0]);
  Interval count = integers_of(call[1]);
  count = {std::max<std::int64_t>(count.min, 0), std::max<std::int64_t>(count.max, 0)};
  if ((take && count.min >= length.max) || (!take && count.max == 0)) return call[0];
  Interval left;
  if (take) left = {std::min(length.min, count.min), std::min(length.max, count.max)};
  else left = {std::max<std::int64_t>(0, length.min - count.max), length.max == unbounded ? unbounded : std::max<std::int64_t>(0, length.max - count.min)};
  if (left.max == 0 && string) return Value::string({});
  if (left.max == 0 && array) return Value::array({});
  Unknown facts;
  facts.kinds.bits = static_cast<std::uint8_t>(kinds.bits & (takes::string | takes::array).bits);
  if (left.min > 0) facts.min_length = left.min;
  if (left.max != unbounded) facts.max_length = left.max;
  Arena& arena = call.arena();
  if (string) {
    const std::string_view prefix = prefix_of(call[0]), suffix = suffix_of(call[0]);
    const auto prefix_length = static_cast<std::int64_t>(utf16_length(prefix)), suffix_length = static_cast<std::int64_t>(utf16_length(suffix));
    if (take) {
      facts.prefix = first_units(prefix, count.min, arena);
    } else {
      if (count.single() && prefix_length > count.min) facts.prefix = slice_utf16(prefix, static_cast<std::size_t>(count.min), static_cast<std::size_t>(prefix_length - count.min), arena);
      if (length.min - count.max >= suffix_length) facts.suffix = suffix;
    }
  } else if (array) {
    const auto head = head_of(call[0]), tail = tail_of(call[0]);
    if (take) {
      facts.head = head.first(std::min(head.size(), static_cast<std::size_t>(count.min)));
    } else {
      if (count.single() && static_cast<std::int64_t>(head.size()) > count.min) facts.head = head.subspan(static_cast<std::size_t>(count.min));
      if (length.min - count.max >= static_cast<std::int64_t>(tail.size())) facts.tail = tail;
    }
    if (const auto item = item_of(call[0], arena)) facts.items = arena.create<Value>(*item);
  }
  return call.unknown(facts);
}

constexpr Parameter joined[] = {{"values", takes::scalar | takes::array}};
constexpr Parameter container_and_item[] = {{"container", takes::string | takes::array | takes::object}, {"itemToFind", takes::any}};
constexpr Parameter text_and_item[] = {{"stringOrArray", takes::string | takes::array}, {"itemToFind", takes::any}};
constexpr Parameter any_container[] = {{"value", takes::string | takes::array | takes::object}};
constexpr Parameter container_or_null[] = {{"value", takes::string | takes::array | takes::object | takes::null}};
constexpr Parameter text_or_array[] = {{"value", takes::string | takes::array}};
constexpr Parameter value_and_count[] = {{"value", takes::string | takes::array}, {"count", takes::integer}};

constexpr Function functions[] = {
    {.name = "concat", .min_arguments = 1, .max_arguments = any_number, .parameters = joined, .result = takes::string | takes::array,
     .doc = "Texts (also integers and booleans as texts) or arrays, one after the other.", .known = eval_concat, .unknown = eval_concat},
    {.name = "contains", .min_arguments = 2, .max_arguments = 2, .parameters = container_and_item, .result = takes::boolean,
     .doc = "Whether a text holds a text (with case), an array an item (deep, with case), an object a member (without case).", .known = eval_contains, .unknown = eval_contains},
    {.name = "indexOf", .min_arguments = 2, .max_arguments = 2, .parameters = text_and_item, .result = takes::integer,
     .doc = "The first position of a text (without case) or of an item (deep, with case); -1 when absent.", .known = eval_index_of<false>, .unknown = eval_index_of<false>},
    {.name = "lastIndexOf", .min_arguments = 2, .max_arguments = 2, .parameters = text_and_item, .result = takes::integer,
     .doc = "The last position of a text (without case) or of an item (deep, with case); -1 when absent.", .known = eval_index_of<true>, .unknown = eval_index_of<true>},
    {.name = "empty", .min_arguments = 1, .max_arguments = 1, .parameters = container_or_null, .result = takes::boolean,
     .doc = "Whether a text, array or object has nothing in it; null is empty.", .known = eval_empty, .unknown = eval_empty_unknown},
    {.name = "length", .min_arguments = 1, .max_arguments = 1, .parameters = any_container, .result = takes::integer,
     .doc = "UTF-16 code units of a text, items of an array, members of an object.", .known = eval_length, .unknown = eval_length_unknown},
    {.name = "first", .min_arguments = 1, .max_arguments = 1, .parameters = text_or_array, .result = takes::any,
     .doc = "The first character or item; an empty text for an empty text, null for an empty array.", .known = eval_end<false>, .unknown = eval_end_unknown<false>},
    {.name = "last", .min_arguments = 1, .max_arguments = 1, .parameters = text_or_array, .result = takes::any,
     .doc = "The last character or item; an empty text for an empty text, null for an empty array.", .known = eval_end<true>, .unknown = eval_end_unknown<true>},
    {.name = "skip", .min_arguments = 2, .max_arguments = 2, .parameters = value_and_count, .result = takes::string | takes::array,
     .doc = "What follows the first characters or items; counts below 0 skip nothing.", .known = eval_part<false>, .unknown = eval_part_unknown<false>},
    {.name = "take", .min_arguments = 2, .max_arguments = 2, .parameters = value_and_count, .result = takes::string | takes::array,
     .doc = "The first characters or items; all of them when there are fewer.", .known = eval_part<true>, .unknown = eval_part_unknown<true>},
};

}  // namespace

Family collection_functions() { return {"String, array and object", functions}; }

}  // namespace fleetlint::eval
