#pragma once
// What is certain about values, known or not, in one vocabulary, so that functions treat both alike.
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "fleetlint/base/arena.h"
#include "fleetlint/base/tri.h"
#include "fleetlint/evaluator/value.h"

namespace fleetlint::eval {

/// A closed interval; the ends of std::int64_t stand for "no bound".
struct Interval {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  bool single() const { return min == max; }
  friend bool operator==(const Interval&, const Interval&) = default;
};
constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();
/// Addition that stays at the ends.
std::int64_t add_saturating(std::int64_t a, std::int64_t b);
Interval hull(Interval a, Interval b);

KindSet kinds_of(const Value& value);
inline bool may_be(const Value& value, ValueKind kind) { return kinds_of(value).may_be(kind); }
inline bool must_be(const Value& value, ValueKind kind) { return kinds_of(value).only(kind); }

/// Lengths as `length` counts: UTF-16 units, items, members; minimum 0.
Interval length_of(const Value& value);
/// Possible integers (no bounds when other kinds are possible).
Interval integers_of(const Value& value);
/// Certain start and end of a string; the whole text of a known one, empty for other kinds.
std::string_view prefix_of(const Value& value);
std::string_view suffix_of(const Value& value);
/// Certain first and last items of an array.
std::span<const Value> head_of(const Value& value);
std::span<const Value> tail_of(const Value& value);
/// What holds for every item of an array: empty when nothing is known.
std::optional<Value> item_of(const Value& value, Arena& arena);

/// Known through and through (no unknown part inside); reads at most `budget` nodes, then says no.
bool deeply_known(const Value& value, std::uint64_t budget = 1'000'000);
/// The first unknown part of a value; null when there is none (or none near the front).
const Unknown* first_unknown(const Value& value, std::uint64_t budget = 4096);
/// Some part is secret (looks at no more than `budget` nodes, then says yes).
bool any_secret(const Value& value, std::uint64_t budget = 100'000);

/// All possible values, when they are few: a known value itself, `one_of`, both booleans, an interval of at most
/// `most` integers (only when `intervals`). Empty: not finite.
std::span<const Value> domain_of(const Value& value, std::size_t most, bool intervals, Arena& arena);

/// The least value that admits all of them: what they agree in stays known. Failed ones are left out (a failed
/// deployment has no value); all failed: the first.
Value join(std::span<const Value> values, Arena& arena);
Value join(const Value& a, const Value& b, Arena& arena);

/// Facts of a value as an Unknown to start from (kinds, lengths, ends, …); no identity, no expression.
Unknown facts_of(const Value& value, Arena& arena);

/// Makes facts exact: a single possible value becomes that value.
Value normalise(const Unknown& facts, Arena& arena);

/// A number that is equal for equal values and for the same unknown; 0 when it cannot tell.
std::uint64_t identity_of(const Value& value, std::uint64_t budget = 256);
/// In facts given to `derive`: the result has no identity, not even one from the arguments.
constexpr std::uint64_t no_identity = ~std::uint64_t{0};
std::uint64_t mix_identity(std::uint64_t a, std::uint64_t b);

}  // namespace fleetlint::eval
