#include "unknown/texts.h"

#include <algorithm>
#include <string>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "value/text.h"

namespace fleetlint::eval {
namespace {

std::int64_t digits_of(std::int64_t value) { return static_cast<std::int64_t>(std::to_string(value).size()); }

Interval integer_text_length(Interval range) {
  std::int64_t shortest = 1;
  if (range.min > 9) shortest = digits_of(range.min);
  else if (range.max < 0) shortest = digits_of(range.max);
  return {shortest, std::max(digits_of(range.min), digits_of(range.max))};
}

/// A piece as a string value or an unknown with string facts.
Value as_text(const Value& piece, Arena& arena) {
  if (!piece.is_unknown()) return piece;
  const Unknown& u = piece.as_unknown();
  if (u.kinds.only(ValueKind::string)) return piece;
  if (u.kinds.only(ValueKind::boolean)) {
    auto words = arena.create_array<Value>(2);
    words[0] = Value::string("True"), words[1] = Value::string("False");
    Unknown text;
    text.kinds = takes::string;
    text.one_of = words;
    return normalise(text, arena);
  }
  Unknown text;
  text.kinds = takes::string;
  const Interval length = text_length_of(piece);
  if (length.min > 0) text.min_length = length.min;
  if (length.max != unbounded) text.max_length = length.max;
  return Value::unknown(arena.create<Unknown>(text));
}

}  // namespace

Interval text_length_of(const Value& piece) {
  switch (piece.kind()) {
    case ValueKind::null: return {0, 0};
    case ValueKind::boolean: return piece.as_boolean() ? Interval{4, 4} : Interval{5, 5};
    case ValueKind::integer: return {digits_of(piece.as_integer()), digits_of(piece.as_integer())};
    case ValueKind::string: return length_of(piece);
    case ValueKind::unknown: {
      const Unknown& u = piece.as_unknown();
      if (u.kinds.only(ValueKind::string)) return length_of(piece);
      if (u.kinds.only(ValueKind::boolean)) return {4, 5};
      if (u.kinds.only(ValueKind::integer)) return integer_text_length(integers_of(piece));
      const bool blank = u.kinds.may_be(ValueKind::string) || u.kinds.may_be(ValueKind::null);
      return {blank ? 0 : 1, unbounded};
    }
    default: return {1, unbounded};
  }
}

Value join_texts(const Call& call, std::span<const Value> raw, bool own_identity) {
  std::size_t bytes = 0;
  bool known = true;
  for (const Value& piece : raw) {
    known &= piece.is_string();
    if (piece.is_string()) bytes += piece.as_string().size();
  }
  if (bytes > call.evaluator().limits().string_bytes) return call.limited();
  if (known) {
    if (raw.size() == 1) return raw[0];
    std::string text;
    text.reserve(bytes);
    for (const Value& piece : raw) append_utf16_text(text, piece.as_string());
    return call.string(text);
  }
  std::vector<Value> pieces;
  for (const Value& piece : raw) pieces.push_back(as_text(piece, call.arena()));
  std::string prefix, suffix;
  Interval length{0, 0};
  for (const Value& piece : pieces) {
    const Interval own = length_of(piece);
    length = {add_saturating(length.min, own.min), own.max == unbounded || length.max == unbounded ? unbounded : add_saturating(length.max, own.max)};
  }
  for (const Value& piece : pieces) {
    append_utf16_text(prefix, prefix_of(piece));
    if (!piece.is_string()) break;
  }
  std::size_t first = pieces.size();
  while (first > 0 && pieces[first - 1].is_string()) --first;
  if (first > 0) suffix = suffix_of(pieces[first - 1]);
  for (; first < pieces.size(); ++first) append_utf16_text(suffix, pieces[first].as_string());
  Unknown facts;
  facts.kinds = takes::string;
  facts.prefix = call.arena().copy(prefix);
  facts.suffix = call.arena().copy(suffix);
  if (length.min > 0) facts.min_length = length.min;
  if (length.max != unbounded) facts.max_length = length.max;
  if (own_identity) {
    facts.identity = identity_of(std::string_view("text"));
    for (const Value& piece : raw) {
      const std::uint64_t own = identity_of(piece);
      if (own == 0) facts.identity = no_identity;
      if (facts.identity != no_identity) facts.identity = mix_identity(facts.identity, own);
      if (const Unknown* unknown = first_unknown(piece); unknown && facts.reason == UnknownReason::derived) facts.reason = unknown->reason;
    }
  }
  return call.unknown(facts);
}

}  // namespace fleetlint::eval
