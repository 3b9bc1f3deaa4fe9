// Functions of texts. Lengths and positions count UTF-16 code units; nothing is normalised.
#include <algorithm>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "functions/function.h"
#include "unknown/texts.h"
#include "value/platform_text.h"
#include "value/text.h"

namespace fleetlint::eval {
namespace {

// --- startsWith, endsWith, like ------------------------------------------------------------------------------------

template <bool at_start>
Value eval_has_end(const Call& call) {
  return Value::boolean(at_start ? starts_ignoring_case(call[0].as_string(), call[1].as_string()) : ends_ignoring_case(call[0].as_string(), call[1].as_string()));
}
template <bool at_start>
Value eval_has_end_unknown(const Call& call) {
  const std::string_view text = at_start ? prefix_of(call[0]) : suffix_of(call[0]), needle = at_start ? prefix_of(call[1]) : suffix_of(call[1]);
  const auto has = [](std::string_view a, std::string_view b) { return at_start ? starts_ignoring_case(a, b) : ends_ignoring_case(a, b); };
  if (call[1].is_string() && has(text, call[1].as_string())) return Value::boolean(true);
  if (length_of(call[1]).min > length_of(call[0]).max) return Value::boolean(false);
  // The known ends must agree as far as both reach.
  const std::size_t both = std::min(utf16_length(text), utf16_length(needle));
  const auto part = [&](std::string_view whole) {
    const std::size_t length = utf16_length(whole);
    return at_start ? slice_utf16(whole, 0, both, call.arena()) : slice_utf16(whole, length - both, both, call.arena());
  };
  if (both > 0 && !equals_ignoring_case(part(text), part(needle))) return Value::boolean(false);
  return call.unknown();
}

Value eval_like(const Call& call) {
  // Greedy matching with one point of return: linear in practice, quadratic at worst.
  const std::string text = to_upper_invariant(call[0].as_string()), pattern = to_upper_invariant(call[1].as_string());
  std::size_t t = 0, p = 0, star = std::string::npos, back = 0, work = 0;
  while (t < text.size()) {
    if ((++work & 0xFFF) == 0 && !call.charge(256)) return call.limited();
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      back = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++t, ++p;
    } else if (star != std::string::npos) {
      p = star + 1;
      t = ++back;
    } else {
      return Value::boolean(false);
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return Value::boolean(p == pattern.size());
}
Value eval_like_unknown(const Call& call) {
  if (!call[1].is_string()) return call.unknown();
  const std::string_view pattern = call[1].as_string();
  if (pattern.find_first_not_of('*') == std::string_view::npos && !pattern.empty()) return Value::boolean(true);
  const std::string_view before = pattern.substr(0, pattern.find('*')), after = pattern.find('*') == std::string_view::npos ? pattern : pattern.substr(pattern.rfind('*') + 1);
  const std::string_view prefix = prefix_of(call[0]), suffix = suffix_of(call[0]);
  const std::size_t fixed = utf16_length(pattern) - static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '*'));
  if (length_of(call[0]).max < static_cast<std::int64_t>(fixed)) return Value::boolean(false);
  const auto clash = [&](std::string_view a, std::string_view b, bool start) {
    const std::size_t x = utf16_length(a), y = utf16_length(b), both = std::min(x, y);
    return !equals_ignoring_case(slice_utf16(a, start ? 0 : x - both, both, call.arena()), slice_utf16(b, start ? 0 : y - both, both, call.arena()));
  };
  if (clash(prefix, before, true) || clash(suffix, after, false)) return Value::boolean(false);
  const bool only_ends = pattern.substr(before.size()).size() > after.size() && pattern.substr(before.size(), pattern.size() - before.size() - after.size()).find_first_not_of('*') == std::string_view::npos;
  if (only_ends && starts_ignoring_case(prefix, before) && ends_ignoring_case(suffix, after) && length_of(call[0]).min >= static_cast<std::int64_t>(fixed)) return Value::boolean(true);
  return call.unknown();
}

// --- toLower, toUpper, trim ----------------------------------------------------------------------------------------

template <bool lower>
std::string map_case(std::string_view text) { return lower ? to_lower_invariant(text) : to_upper_invariant(text); }

template <bool lower>
Value eval_case(const Call& call) {
  const std::string_view text = call[0].as_string();
  if (is_ascii(text) && std::none_of(text.begin(), text.end(), [](char c) { return lower ? c >= 'A' && c <= 'Z' : c >= 'a' && c <= 'z'; })) return Value::string(text);
  return call.string(map_case<lower>(text));
}
template <bool lower>
Value eval_case_unknown(const Call& call) {
  const Unknown& text = call[0].as_unknown();
  Unknown facts;
  facts.kinds = takes::string;
  facts.prefix = call.arena().copy(map_case<lower>(text.prefix));
  facts.suffix = call.arena().copy(map_case<lower>(text.suffix));
  facts.min_length = text.min_length, facts.max_length = text.max_length;
  return call.unknown(facts);
}

Value eval_trim(const Call& call) { return Value::string(trim_end(trim_start(call[0].as_string()))); }
Value eval_trim_unknown(const Call& call) {
  const Unknown& text = call[0].as_unknown();
  Unknown facts;
  facts.kinds = takes::string;
  facts.max_length = text.max_length;
  // A known start keeps what stands between its first and last non-blank characters: later blanks may be the end.
  facts.prefix = trim_end(trim_start(text.prefix));
  facts.suffix = trim_start(trim_end(text.suffix));
  return call.unknown(facts);
}

// --- padLeft, replace, substring -----------------------------------------------------------------------------------

/// The width that the service accepted last; larger ones fail there.
constexpr std::int64_t most_width = 16;

Value eval_pad_left(const Call& call) {
  const Interval width = integers_of(call[1]);
  if (width.max < 0 || width.min > most_width) return call.fail(ErrorKind::out_of_range, "the width{} is not between 0 and {}", call[1].is_integer() ? fmt::format(" `{}`", call[1].as_integer()) : "", most_width);
  if (call.size() > 2) {
    const Interval padding = length_of(call[2]);
    if (padding.max < 1 || padding.min > 1) return call.fail(ErrorKind::arg_value, "the padding{} is not one character", call[2].is_string() ? fmt::format(" `{}`", call[2].as_string()) : "");
  }
  const Value& value = call[0];
  const Interval length = text_length_of(value);
  const std::string_view fill = call.size() < 3 ? std::string_view(" ") : call[2].is_string() ? call[2].as_string() : std::string_view();
  if (value.is_known() && call[1].is_known() && !fill.empty()) {
    const std::string text = value.is_integer() ? std::to_string(value.as_integer()) : std::string(value.as_string());
    std::string out;
    for (std::int64_t n = length.min; n < width.min; ++n) append_utf16_text(out, fill);
    append_utf16_text(out, text);
    return call.string(out);
  }
  Unknown facts;
  facts.kinds = takes::string;
  const std::int64_t least = std::max(length.min, std::max<std::int64_t>(width.min, 0)), most_wide = std::min(width.max, most_width);
  if (least > 0) facts.min_length = least;
  if (length.max != unbounded) facts.max_length = std::max(length.max, most_wide);
  if (must_be(value, ValueKind::string)) {
    if (length.min >= most_wide) facts.prefix = prefix_of(value);
    facts.suffix = suffix_of(value);
  }
  return call.unknown(facts);
}

Value eval_replace(const Call& call) {
  const std::string_view text = call[0].as_string(), what = call[1].as_string(), with = call[2].as_string();
  if (what.empty()) return call.fail(ErrorKind::arg_value, "the text to search for is empty");
  std::string out;
  std::size_t from = 0;
  for (std::size_t at; (at = text.find(what, from)) != std::string_view::npos; from = at + what.size()) {
    append_utf16_text(out, text.substr(from, at - from));
    append_utf16_text(out, with);
    if (out.size() > call.evaluator().limits().string_bytes) return call.limited();
  }
  if (from == 0) return call[0];
  append_utf16_text(out, text.substr(from));
  return call.string(out);
}
Value eval_replace_unknown(const Call& call) {
  const Interval what = length_of(call[1]), with = length_of(call[2]), text = length_of(call[0]);
  if (what.max == 0) return call.fail(ErrorKind::arg_value, "the text to search for is empty");
  if (text.max < what.min) return call[0];
  Unknown facts;
  facts.kinds = takes::string;
  // Nothing grows when what comes in is not longer than what goes out.
  if (with.max <= what.min && text.max != unbounded) facts.max_length = text.max;
  if (with.min >= what.max && text.min > 0) facts.min_length = text.min;
  return call.unknown(facts);
}

Value eval_substring(const Call& call) {
  const Interval start = integers_of(call[1]), length = length_of(call[0]);
  const Interval count = call.size() > 2 ? integers_of(call[2]) : Interval{0, unbounded};
  const auto show = [](const Value& v) { return v.is_integer() ? std::to_string(v.as_integer()) : std::string("?"); };
  const auto out_of_range = [&] {
    return call.fail(ErrorKind::out_of_range, "start `{}`{} does not lie inside of a text of length {}", show(call[1]),
                     call.size() > 2 ? fmt::format(" with length `{}`", show(call[2])) : std::string(), call[0].is_string() ? std::to_string(length.min) : fmt::format("at most {}", length.max));
  };
  if (start.max < 0 || start.min > length.max || count.max < 0) return out_of_range();
  if (call.size() > 2 && add_saturating(std::max<std::int64_t>(start.min, 0), std::max<std::int64_t>(count.min, 0)) > length.max) return out_of_range();
  const bool ends = call.size() > 2;
  if (start.single() && (!ends || count.single())) {
    // Exact inside of a known start, or when all is known.
    const std::string_view known = prefix_of(call[0]);
    const auto known_length = static_cast<std::int64_t>(utf16_length(known));
    if (call[0].is_string() && !ends) return Value::string(slice_utf16(known, static_cast<std::size_t>(start.min), static_cast<std::size_t>(known_length - start.min), call.arena()));
    if (ends && start.min + count.min <= known_length) return Value::string(slice_utf16(known, static_cast<std::size_t>(start.min), static_cast<std::size_t>(count.min), call.arena()));
  }
  Unknown facts;
  facts.kinds = takes::string;
  if (ends) {
    if (count.min > 0) facts.min_length = count.min;
    const std::int64_t most = length.max == unbounded ? count.max : std::min(count.max, length.max - std::max<std::int64_t>(start.min, 0));
    if (most != unbounded) facts.max_length = most;
  } else {
    if (length.min - start.max > 0 && start.max != unbounded) facts.min_length = length.min - start.max;
    if (length.max != unbounded) facts.max_length = length.max - std::max<std::int64_t>(start.min, 0);
    if (start.max <= length.min - static_cast<std::int64_t>(utf16_length(suffix_of(call[0])))) facts.suffix = suffix_of(call[0]);
  }
  const std::string_view prefix = prefix_of(call[0]);
  const auto prefix_length = static_cast<std::int64_t>(utf16_length(prefix));
  if (start.single() && start.min < prefix_length)
    facts.prefix = slice_utf16(prefix, static_cast<std::size_t>(start.min), static_cast<std::size_t>(ends ? std::min(count.min < 0 ? 0 : count.min, prefix_length - start.min) : prefix_length - start.min), call.arena());
  return call.unknown(facts);
}

// --- split, join, string, format -----------------------------------------------------------------------------------

bool delimiters_of(const Value& value, std::vector<std::string_view>& delimiters) {
  const auto add = [&](const Value& one) {
    if (!one.is_string()) return false;
    if (!one.as_string().empty()) delimiters.push_back(one.as_string());
    return true;
  };
  if (!value.is_array()) return add(value);
  return std::all_of(value.items().begin(), value.items().end(), add);
}

/// Where the first delimiter stands at or after `from` (the earlier in the list wins at the same place).
std::pair<std::size_t, std::size_t> next_delimiter(std::string_view text, std::size_t from, const std::vector<std::string_view>& delimiters, std::vector<std::size_t>& cache) {
  std::size_t best = std::string_view::npos, size = 0;
  for (std::size_t d = 0; d < delimiters.size(); ++d) {
    if (cache[d] != std::string_view::npos && cache[d] < from) cache[d] = text.find(delimiters[d], from);
    if (cache[d] < best) best = cache[d], size = delimiters[d].size();
  }
  return {best, size};
}

std::vector<Value> split_text(std::string_view text, const std::vector<std::string_view>& delimiters, std::size_t most) {
  std::vector<Value> parts;
  std::vector<std::size_t> cache;
  for (const auto& delimiter : delimiters) cache.push_back(text.find(delimiter));
  std::size_t from = 0;
  while (parts.size() <= most) {
    const auto [at, size] = next_delimiter(text, from, delimiters, cache);
    if (at == std::string_view::npos) break;
    parts.push_back(Value::string(text.substr(from, at - from)));
    from = at + size;
  }
  parts.push_back(Value::string(text.substr(from)));
  return parts;
}

Value eval_split(const Call& call) {
  std::vector<std::string_view> delimiters;
  if (!delimiters_of(call[1], delimiters)) {
    for (const Value& item : call[1].items())
      if (!may_be(item, ValueKind::string)) return call.fail(ErrorKind::arg_type, "a delimiter must be a string, not {}", describe_kinds(kinds_of(item)));
    return call.function.unknown(call);
  }
  if (delimiters.size() > 1024) return call.limited();
  return call.array(split_text(call[0].as_string(), delimiters, call.evaluator().limits().array_items));
}
Value eval_split_unknown(const Call& call) {
  Unknown facts, item;
  facts.kinds = takes::array;
  facts.min_length = 1;
  item.kinds = takes::string;
  std::vector<std::string_view> delimiters;
  const bool known_delimiters = call[1].is_known() && delimiters_of(call[1], delimiters);
  const Interval length = length_of(call[0]);
  if (length.max != unbounded) item.max_length = length.max, facts.max_length = length.max + 1;
  facts.items = call.arena().create<Value>(Value::unknown(call.arena().create<Unknown>(item)));
  if (known_delimiters && delimiters.empty()) {
    auto one = call.arena().create_array<Value>(1);
    one[0] = call[0];
    return Value::array(one);
  }
  if (known_delimiters && delimiters.size() <= 64) {
    // Parts that end inside the known start are certain; the last of them may go on. A delimiter of one character
    // cannot begin before the end of the known start and reach over it; a longer one might, so its reach is kept back.
    std::size_t longest = 0;
    for (const auto& delimiter : delimiters) longest = std::max(longest, delimiter.size());
    auto parts = split_text(prefix_of(call[0]), delimiters, 4096);
    parts.pop_back();
    if (longest > 1 && !parts.empty()) {
      std::size_t used = 0;
      std::vector<Value> sure;
      for (const Value& part : parts) {
        used += part.as_string().size() + longest;
        if (used + longest <= prefix_of(call[0]).size()) sure.push_back(part);
        else break;
      }
      parts = sure;
    }
    facts.head = call.arena().copy(parts);
    auto ends = longest == 1 ? split_text(suffix_of(call[0]), delimiters, 4096) : std::vector<Value>{Value()};
    ends.erase(ends.begin());
    facts.tail = call.arena().copy(ends);
    facts.min_length = static_cast<std::int64_t>(std::max(parts.size(), ends.size())) + 1;
  }
  return call.unknown(facts);
}

Value eval_join(const Call& call) {
  if (!call[0].is_array()) return call.function.unknown(call);
  const auto items = call[0].items();
  std::vector<Value> pieces;
  std::size_t left = call.evaluator().limits().string_bytes;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) pieces.push_back(call[1]);
    if (!text_pieces(items[i], '\'', left, pieces, call.arena()) || !call.charge()) return call.limited();
  }
  if (pieces.empty()) pieces.push_back(Value::string({}));
  return join_texts(call, pieces);
}
Value eval_join_unknown(const Call& call) {
  if (call[0].is_array()) return eval_join(call);
  const Interval count = length_of(call[0]), delimiter = length_of(call[1]);
  const Interval item = call[0].as_unknown().items ? text_length_of(*call[0].as_unknown().items) : Interval{0, unbounded};
  Unknown facts;
  facts.kinds = takes::string;
  const auto total = [&](std::int64_t n, std::int64_t one, std::int64_t between) -> std::int64_t {
    if (n <= 0) return 0;
    if (n == unbounded || one == unbounded || (between == unbounded && n > 1)) return unbounded;
    const __int128 sum = static_cast<__int128>(n) * one + static_cast<__int128>(n - 1) * (n > 1 ? between : 0);
    return sum > unbounded ? unbounded : static_cast<std::int64_t>(sum);
  };
  const std::int64_t min = total(count.min, item.min, delimiter.min), max = total(count.max, item.max, delimiter.max);
  if (min > 0 && min != unbounded) facts.min_length = min;
  if (max != unbounded) facts.max_length = max;
  if (count.max == 0) return Value::string({});
  return call.unknown(facts);
}

Value eval_string(const Call& call) {
  if (call[0].is_string()) return call[0];
  std::vector<Value> pieces;
  if (!text_pieces(call[0], '"', call.evaluator().limits().string_bytes, pieces, call.arena())) return call.limited();
  if (pieces.empty()) pieces.push_back(Value::string({}));
  return join_texts(call, pieces);
}
Value eval_string_unknown(const Call& call) {
  if (must_be(call[0], ValueKind::string)) return call[0];
  const Value piece[] = {call[0]};
  return join_texts(call, piece);
}

Value eval_format(const Call& call) {
  if (!call[0].is_string()) {
    // Literal text at the front of an unknown format may hold slots: only what comes before a brace is certain.
    Unknown facts;
    facts.kinds = takes::string;
    facts.prefix = prefix_of(call[0]).substr(0, prefix_of(call[0]).find_first_of("{}"));
    const std::string_view suffix = suffix_of(call[0]);
    const auto brace = suffix.find_last_of("{}");
    facts.suffix = brace == std::string_view::npos ? suffix : suffix.substr(brace + 1);
    return call.unknown(facts);
  }
  auto pieces = composite_format(call[0].as_string(), call.arguments.subspan(1), call.evaluator().limits().string_bytes, call.arena());
  if (!pieces) return pieces.error().empty() ? call.limited() : call.fail(ErrorKind::bad_format, "{}", pieces.error());
  if (pieces->empty()) pieces->push_back(Value::string({}));
  if (!call.charge(pieces->size())) return call.limited();
  return join_texts(call, *pieces);
}

constexpr Parameter text[] = {{"text", takes::string}};
constexpr Parameter text_and_end[] = {{"text", takes::string}, {"textToFind", takes::string}};
constexpr Parameter padded[] = {{"value", takes::string | takes::integer}, {"totalLength", takes::integer}, {"paddingCharacter", takes::string}};
constexpr Parameter replaced[] = {{"text", takes::string}, {"oldText", takes::string}, {"newText", takes::string}};
constexpr Parameter cut[] = {{"text", takes::string}, {"startIndex", takes::integer}, {"length", takes::integer}};
constexpr Parameter divided[] = {{"text", takes::string}, {"delimiter", takes::string | takes::array}};
constexpr Parameter joined[] = {{"array", takes::array}, {"delimiter", takes::string}};
constexpr Parameter anything[] = {{"value", takes::any}};
constexpr Parameter formatted[] = {{"format", takes::string}, {"arguments", takes::any}};
constexpr Parameter pattern[] = {{"text", takes::string}, {"pattern", takes::string}};

constexpr Function functions[] = {
    {.name = "startsWith", .min_arguments = 2, .max_arguments = 2, .parameters = text_and_end, .result = takes::boolean, .doc = "Whether a text starts with another, without case.", .known = eval_has_end<true>, .unknown = eval_has_end_unknown<true>},
    {.name = "endsWith", .min_arguments = 2, .max_arguments = 2, .parameters = text_and_end, .result = takes::boolean, .doc = "Whether a text ends with another, without case.", .known = eval_has_end<false>, .unknown = eval_has_end_unknown<false>},
    {.name = "like", .min_arguments = 2, .max_arguments = 2, .parameters = pattern, .result = takes::boolean, .doc = "Whether the whole text matches a pattern in which `*` stands for any run of characters, without case.", .known = eval_like, .unknown = eval_like_unknown},
    {.name = "toLower", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::string, .doc = "The text in lower case (invariant culture).", .known = eval_case<true>, .unknown = eval_case_unknown<true>},
    {.name = "toUpper", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::string, .doc = "The text in upper case (invariant culture).", .known = eval_case<false>, .unknown = eval_case_unknown<false>},
    {.name = "trim", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::string, .doc = "The text without white space at both ends.", .known = eval_trim, .unknown = eval_trim_unknown},
    {.name = "padLeft", .min_arguments = 2, .max_arguments = 3, .parameters = padded, .result = takes::string, .doc = "The text made as long as wanted (0 to 16) by characters on the left.", .known = eval_pad_left, .unknown = eval_pad_left},
    {.name = "replace", .min_arguments = 3, .max_arguments = 3, .parameters = replaced, .result = takes::string, .doc = "The text with every occurrence of a text (with case) replaced.", .known = eval_replace, .unknown = eval_replace_unknown},
    {.name = "substring", .min_arguments = 2, .max_arguments = 3, .parameters = cut, .result = takes::string, .doc = "A part of a text, by UTF-16 position and length.", .known = eval_substring, .unknown = eval_substring},
    {.name = "split", .min_arguments = 2, .max_arguments = 2, .parameters = divided, .result = takes::array, .doc = "The parts between delimiters (one, or an array of them); empty parts stay.", .known = eval_split, .unknown = eval_split_unknown},
    {.name = "join", .min_arguments = 2, .max_arguments = 2, .parameters = joined, .result = takes::string, .doc = "The items of an array as one text with a delimiter between them.", .known = eval_join, .unknown = eval_join_unknown},
    {.name = "string", .min_arguments = 1, .max_arguments = 1, .parameters = anything, .result = takes::string, .doc = "A value as text: `True`, `12`, compact JSON for arrays and objects.", .known = eval_string, .unknown = eval_string_unknown},
    {.name = "format", .min_arguments = 1, .max_arguments = any_number, .parameters = formatted, .result = takes::string, .doc = "A .NET composite format (`{0}`, `{0,6}`, `{0:N2}`) with its slots filled.", .known = eval_format, .unknown = eval_format},
};

}  // namespace

Family string_functions() { return {"String", functions}; }

}  // namespace fleetlint::eval
