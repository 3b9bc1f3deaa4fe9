#include "unknown/facts.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "value/text.h"

namespace fleetlint::eval {

std::int64_t add_saturating(std::int64_t a, std::int64_t b) {
  std::int64_t sum;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return a > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

Interval hull(Interval a, Interval b) { return {std::min(a.min, b.min), std::max(a.max, b.max)}; }

KindSet kinds_of(const Value& value) { return value.is_unknown() ? value.as_unknown().kinds : KindSet::of(value.kind()); }

Interval length_of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::string: {
      const auto n = static_cast<std::int64_t>(utf16_length(value.as_string()));
      return {n, n};
    }
    case ValueKind::array: return {static_cast<std::int64_t>(value.items().size()), static_cast<std::int64_t>(value.items().size())};
    case ValueKind::object: return {static_cast<std::int64_t>(value.fields().size()), static_cast<std::int64_t>(value.fields().size())};
    case ValueKind::unknown: {
      const Unknown& u = value.as_unknown();
      std::int64_t min = std::max<std::int64_t>(u.min_length.value_or(0), 0);
      // The known ends and members are length facts too, where only one kind of value is possible.
      if (u.kinds.only(ValueKind::string)) min = std::max(min, static_cast<std::int64_t>(std::max(utf16_length(u.prefix), utf16_length(u.suffix))));
      if (u.kinds.only(ValueKind::object)) min = std::max(min, static_cast<std::int64_t>(u.members.size()));
      if (u.kinds.only(ValueKind::array)) min = std::max(min, static_cast<std::int64_t>(std::max({u.head.size(), u.tail.size(), std::min<std::size_t>(u.included.size(), 1)})));
      return {min, u.max_length.value_or(unbounded)};
    }
    default: return {0, unbounded};
  }
}

Interval integers_of(const Value& value) {
  if (value.is_integer()) return {value.as_integer(), value.as_integer()};
  if (!value.is_unknown()) return {};
  const Unknown& u = value.as_unknown();
  const Interval none;
  return {u.min_value.value_or(none.min), u.max_value.value_or(none.max)};
}

std::string_view prefix_of(const Value& value) {
  return value.is_string() ? value.as_string() : value.is_unknown() ? value.as_unknown().prefix : std::string_view();
}
std::string_view suffix_of(const Value& value) {
  return value.is_string() ? value.as_string() : value.is_unknown() ? value.as_unknown().suffix : std::string_view();
}
std::span<const Value> head_of(const Value& value) {
  return value.is_array() ? value.items() : value.is_unknown() ? value.as_unknown().head : std::span<const Value>();
}
std::span<const Value> tail_of(const Value& value) {
  return value.is_array() ? value.items() : value.is_unknown() ? value.as_unknown().tail : std::span<const Value>();
}

namespace {

/// Values share parts, so that walking them can take exponential time: a join looks at this many parts, then gives up
/// on the rest.
constexpr std::size_t most_joined = 50'000;
Value join_within(std::span<const Value> operands, Arena& arena, std::size_t& budget);

std::optional<Value> item_within(const Value& value, Arena& arena, std::size_t& budget) {
  if (value.is_unknown()) return value.as_unknown().items ? std::optional<Value>(*value.as_unknown().items) : std::nullopt;
  const auto items = value.items();
  if (items.empty() || items.size() > 64) return std::nullopt;
  return join_within(items, arena, budget);
}

}  // namespace

std::optional<Value> item_of(const Value& value, Arena& arena) {
  std::size_t budget = most_joined;
  return item_within(value, arena, budget);
}

namespace {

/// Visits the parts of a value until the visitor says stop or the budget is used up (then true as well).
template <typename Visitor>
bool any_part(const Value& value, std::uint64_t& budget, Visitor&& stop) {
  if (budget == 0) return true;
  --budget;
  if (stop(value)) return true;
  for (const Value& item : value.items())
    if (any_part(item, budget, stop)) return true;
  for (const Field& field : value.fields())
    if (any_part(field.value, budget, stop)) return true;
  return false;
}

}  // namespace

bool deeply_known(const Value& value, std::uint64_t budget) {
  return !any_part(value, budget, [](const Value& part) { return part.is_unknown(); });
}

const Unknown* first_unknown(const Value& value, std::uint64_t budget) {
  const Unknown* found = nullptr;
  any_part(value, budget, [&](const Value& part) {
    if (part.is_unknown()) found = &part.as_unknown();
    return part.is_unknown();
  });
  return found;
}

bool any_secret(const Value& value, std::uint64_t budget) {
  return any_part(value, budget, [](const Value& part) { return part.is_secret(); });
}

std::span<const Value> domain_of(const Value& value, std::size_t most, bool intervals, Arena& arena) {
  if (value.is_known()) {
    if (!deeply_known(value, 1024)) return {};
    Value* one = arena.create<Value>(value);
    return {one, 1};
  }
  const Unknown& u = value.as_unknown();
  if (u.failure) return {};
  if (!u.one_of.empty()) return u.one_of.size() <= most ? u.one_of : std::span<const Value>();
  if (u.kinds.only(ValueKind::boolean) && most >= 2) {
    auto both = arena.create_array<Value>(2);
    both[0] = Value::boolean(false).mark_secret(value.is_secret());
    both[1] = Value::boolean(true).mark_secret(value.is_secret());
    return both;
  }
  if (intervals && u.kinds.only(ValueKind::integer) && u.min_value && u.max_value && *u.min_value <= *u.max_value &&
      static_cast<std::uint64_t>(*u.max_value) - static_cast<std::uint64_t>(*u.min_value) < most) {
    auto all = arena.create_array<Value>(static_cast<std::size_t>(*u.max_value - *u.min_value) + 1);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = Value::integer(*u.min_value + static_cast<std::int64_t>(i)).mark_secret(value.is_secret());
    return all;
  }
  return {};
}

namespace {

UnknownReason merge(std::optional<UnknownReason> a, UnknownReason b) { return !a || *a == b ? b : UnknownReason::derived; }

bool has_length(const Value& value) {
  const KindSet kinds = kinds_of(value);
  return kinds.may_be(ValueKind::string) || kinds.may_be(ValueKind::array) || kinds.may_be(ValueKind::object);
}

constexpr std::size_t most_choices = 32;

/// The distinct values when all operands have few choices.
std::span<const Value> join_choices(std::span<const Value> values, Arena& arena) {
  std::vector<Value> all;
  for (const Value& value : values) {
    if (value.is_array() || value.is_object()) return {};
    const auto choices = domain_of(value, most_choices, false, arena);
    if (choices.empty()) return {};
    for (const Value& choice : choices) {
      const bool seen = std::any_of(all.begin(), all.end(), [&](const Value& v) { return deep_equal(v, choice) == Tri::yes; });
      if (!seen) all.push_back(choice);
      if (all.size() > most_choices) return {};
    }
  }
  return arena.copy(all);
}

std::optional<Value> join_arrays(std::span<const Value> values, Arena& arena, std::size_t& budget) {
  const std::size_t size = values[0].items().size();
  for (const Value& value : values)
    if (!value.is_array() || value.items().size() != size || size > 4096) return std::nullopt;
  auto items = arena.create_array<Value>(size);
  std::vector<Value> column(values.size());
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t k = 0; k < values.size(); ++k) column[k] = values[k].items()[i];
    items[i] = join_within(column, arena, budget);
  }
  return Value::array(items);
}

std::optional<Value> join_objects(std::span<const Value> values, Arena& arena, std::size_t& budget) {
  const auto first = values[0].fields();
  for (const Value& value : values) {
    if (!value.is_object() || value.fields().size() != first.size() || first.size() > 256) return std::nullopt;
    for (const Field& field : first) {
      const auto all = value.fields();
      if (std::none_of(all.begin(), all.end(), [&](const Field& f) { return f.name == field.name; })) return std::nullopt;
    }
  }
  auto fields = arena.create_array<Field>(first.size());
  std::vector<Value> column(values.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (std::size_t k = 0; k < values.size(); ++k) column[k] = *values[k].find(first[i].name);
    fields[i] = {first[i].name, first[i].name_location, join_within(column, arena, budget)};
  }
  return Value::object(fields);
}

std::span<const Field> members_of(const Value& value) { return value.is_unknown() ? value.as_unknown().members : value.fields(); }

std::span<const Field> join_members(std::span<const Value> values, Arena& arena, std::size_t& budget) {
  const Value* first = nullptr;
  std::vector<const Value*> objects;
  for (const Value& value : values)
    if (may_be(value, ValueKind::object)) {
      objects.push_back(&value);
      if (!first || members_of(value).size() < members_of(*first).size()) first = &value;
    }
  if (!first || members_of(*first).empty() || members_of(*first).size() > 256) return {};
  std::vector<Field> common;
  for (const Field& field : members_of(*first)) {
    std::vector<Value> column;
    for (const Value* object : objects)
      for (const Field& other : members_of(*object))
        if (other.name == field.name) { column.push_back(other.value); break; }
    if (column.size() == objects.size()) common.push_back({field.name, field.name_location, join_within(column, arena, budget)});
  }
  return arena.copy(common);
}

const Value* join_items(std::span<const Value> values, Arena& arena, std::size_t& budget) {
  std::vector<Value> all;
  for (const Value& value : values) {
    if (!may_be(value, ValueKind::array) || (value.is_array() && value.items().empty())) continue;
    const auto item = item_within(value, arena, budget);
    if (!item) return nullptr;
    all.push_back(*item);
  }
  return all.empty() ? nullptr : arena.create<Value>(join_within(all, arena, budget));
}

Value join_within(std::span<const Value> operands, Arena& arena, std::size_t& budget) {
  std::vector<Value> values;
  bool secret = false;
  if (budget <= operands.size()) {
    for (const Value& value : operands) secret |= value.is_secret();
    return Value::unknown(arena.create<Unknown>()).mark_secret(secret);
  }
  budget -= operands.size();
  std::uint64_t compared = most_joined;
  for (const Value& value : operands) {
    if (value.failure()) continue;
    secret |= value.is_secret();
    // Equal ones count once; long runs of the same literal are common.
    if (values.size() < 64 && std::any_of(values.begin(), values.end(), [&](const Value& v) { return deep_equal(v, value, &compared) == Tri::yes; })) continue;
    values.push_back(value);
  }
  if (values.empty()) return operands.empty() ? Value() : operands[0];
  if (values.size() == 1) return Value(values[0]).mark_secret(secret);
  if (values[0].is_array()) {
    if (auto joined = join_arrays(values, arena, budget)) return joined->mark_secret(secret);
  } else if (values[0].is_object()) {
    if (auto joined = join_objects(values, arena, budget)) return joined->mark_secret(secret);
  }
  Unknown u;
  u.kinds = {};
  std::optional<UnknownReason> reason;
  std::optional<Interval> lengths, integers;
  std::optional<std::string_view> prefix, suffix, regex;
  for (const Value& value : values) {
    u.kinds = u.kinds | kinds_of(value);
    if (value.is_unknown()) {
      reason = merge(reason, value.as_unknown().reason);
      u.changes_every_deployment |= value.as_unknown().changes_every_deployment;
    }
    if (has_length(value)) lengths = lengths ? hull(*lengths, length_of(value)) : length_of(value);
    if (may_be(value, ValueKind::integer)) integers = integers ? hull(*integers, integers_of(value)) : integers_of(value);
    if (may_be(value, ValueKind::string)) {
      prefix = prefix ? common_prefix(*prefix, prefix_of(value)) : prefix_of(value);
      suffix = suffix ? common_suffix(*suffix, suffix_of(value)) : suffix_of(value);
      const std::string_view own = value.is_unknown() ? value.as_unknown().regex : std::string_view();
      regex = regex && *regex != own ? std::string_view() : own;
    }
  }
  u.reason = reason.value_or(UnknownReason::derived);
  if (lengths && lengths->min > 0) u.min_length = lengths->min;
  if (lengths && lengths->max != unbounded) u.max_length = lengths->max;
  if (integers && integers->min != Interval().min) u.min_value = integers->min;
  if (integers && integers->max != Interval().max) u.max_value = integers->max;
  u.prefix = prefix.value_or(std::string_view());
  u.suffix = suffix.value_or(std::string_view());
  u.regex = regex.value_or(std::string_view());
  u.one_of = join_choices(values, arena);
  u.items = join_items(values, arena, budget);
  u.members = join_members(values, arena, budget);
  return normalise(u, arena).mark_secret(secret);
}

}  // namespace

Value join(std::span<const Value> operands, Arena& arena) {
  std::size_t budget = most_joined;
  return join_within(operands, arena, budget);
}

Value join(const Value& a, const Value& b, Arena& arena) {
  const Value both[] = {a, b};
  return join(both, arena);
}

Unknown facts_of(const Value& value, Arena& arena) {
  if (value.is_unknown()) {
    Unknown u = value.as_unknown();
    u.identity = 0;
    u.expression = {}, u.function = {}, u.arguments = {};
    return u;
  }
  Unknown u;
  u.kinds = KindSet::of(value.kind());
  if (value.is_integer()) u.min_value = u.max_value = value.as_integer();
  if (has_length(value)) u.min_length = u.max_length = length_of(value).min;
  u.prefix = prefix_of(value), u.suffix = suffix_of(value);
  u.head = value.items(), u.tail = value.items(), u.members = value.fields();
  if (value.is_array())
    if (const auto item = item_of(value, arena)) u.items = arena.create<Value>(*item);
  return u;
}

namespace {

/// Facts that follow from a complete list of values.
void tighten_by_choices(Unknown& u) {
  KindSet kinds;
  std::optional<Interval> integers, lengths;
  std::optional<std::string_view> prefix, suffix;
  for (const Value& choice : u.one_of) {
    kinds = kinds | kinds_of(choice);
    if (choice.is_integer()) integers = integers ? hull(*integers, integers_of(choice)) : integers_of(choice);
    if (has_length(choice)) lengths = lengths ? hull(*lengths, length_of(choice)) : length_of(choice);
    if (choice.is_string()) {
      prefix = prefix ? common_prefix(*prefix, choice.as_string()) : choice.as_string();
      suffix = suffix ? common_suffix(*suffix, choice.as_string()) : choice.as_string();
    }
  }
  u.kinds.bits &= kinds.bits;
  if (u.kinds.bits == 0) u.kinds = kinds;
  if (integers) u.min_value = integers->min, u.max_value = integers->max;
  if (lengths) u.min_length = lengths->min, u.max_length = lengths->max;
  if (prefix && prefix->size() > u.prefix.size()) u.prefix = *prefix;
  if (suffix && suffix->size() > u.suffix.size()) u.suffix = *suffix;
}

}  // namespace

Value normalise(const Unknown& facts, Arena& arena) {
  Unknown u = facts;
  if (u.failure) return Value::unknown(arena.create<Unknown>(u));
  if (u.one_of.size() == 1) return u.one_of[0];
  if (!u.one_of.empty()) tighten_by_choices(u);
  if (u.kinds.only(ValueKind::null)) return Value::null();
  if (u.kinds.only(ValueKind::integer) && u.min_value && u.max_value && *u.min_value == *u.max_value) return Value::integer(*u.min_value);
  if (u.kinds.only(ValueKind::string)) {
    const auto prefix = static_cast<std::int64_t>(utf16_length(u.prefix)), suffix = static_cast<std::int64_t>(utf16_length(u.suffix));
    if (u.max_length && *u.max_length == prefix) return Value::string(u.prefix);
    if (u.max_length && *u.max_length == suffix) return Value::string(u.suffix);
    const auto ends = std::max(prefix, suffix);
    if (ends > 0 && u.min_length.value_or(0) < ends) u.min_length = ends;
  }
  if (u.kinds.only(ValueKind::array)) {
    const auto head = static_cast<std::int64_t>(u.head.size()), tail = static_cast<std::int64_t>(u.tail.size());
    if (u.max_length && *u.max_length == head) return Value::array(u.head);
    if (u.max_length && *u.max_length == tail) return Value::array(u.tail);
    const auto ends = std::max({head, tail, static_cast<std::int64_t>(u.included.empty() ? 0 : 1)});
    if (ends > 0 && u.min_length.value_or(0) < ends) u.min_length = ends;
  }
  if (u.kinds.only(ValueKind::object)) {
    if (u.max_length && *u.max_length == static_cast<std::int64_t>(u.members.size())) return Value::object(u.members);
    if (!u.members.empty() && u.min_length.value_or(0) < static_cast<std::int64_t>(u.members.size())) u.min_length = static_cast<std::int64_t>(u.members.size());
  }
  return Value::unknown(arena.create<Unknown>(u));
}

std::uint64_t mix_identity(std::uint64_t a, std::uint64_t b) {
  a ^= b + 0x9E3779B97F4A7C15ull + (a << 6) + (a >> 2);
  a ^= a >> 31;
  a *= 0xBF58476D1CE4E5B9ull;
  a ^= a >> 27;
  return a ? a : 1;
}

namespace {
std::uint64_t identity_within(const Value& value, std::uint64_t& budget) {
  if (budget == 0) return 0;
  --budget;
  std::uint64_t hash = 0x1F0 + static_cast<std::uint64_t>(value.kind());
  switch (value.kind()) {
    case ValueKind::unknown: return value.as_unknown().failure ? 0 : value.as_unknown().identity;
    case ValueKind::null: return hash;
    case ValueKind::boolean:
    case ValueKind::integer: return mix_identity(hash, static_cast<std::uint64_t>(value.as_integer()));
    case ValueKind::number: return mix_identity(hash, std::bit_cast<std::uint64_t>(value.as_number()));
    case ValueKind::string: return mix_identity(hash, identity_of(value.as_string()));
    case ValueKind::array:
      for (const Value& item : value.items()) {
        const auto part = identity_within(item, budget);
        if (part == 0) return 0;
        hash = mix_identity(hash, part);
      }
      return mix_identity(hash, value.items().size());
    case ValueKind::object:
      for (const Field& field : value.fields()) {
        const auto part = identity_within(field.value, budget);
        if (part == 0) return 0;
        hash = mix_identity(mix_identity(hash, identity_of(field.name)), part);
      }
      return mix_identity(hash, value.fields().size());
  }
  return 0;
}
}  // namespace

std::uint64_t identity_of(const Value& value, std::uint64_t budget) { return identity_within(value, budget); }

}  // namespace fleetlint::eval
