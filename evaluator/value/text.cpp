#include "value/text.h"

#include <algorithm>

#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {
namespace {

constexpr char fold_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

struct Cut {
  std::size_t byte = 0;
  bool splits = false;  ///< in the middle of the pair that starts at `byte`
};

Cut cut_at(std::string_view text, std::size_t unit) {
  std::size_t at = 0;
  while (unit > 0 && at < text.size()) {
    const auto c = decode_utf8(text.substr(at));
    if (c.value >= 0x10000) {
      if (unit == 1) return {at, true};
      unit -= 2;
    } else {
      --unit;
    }
    at += c.size;
  }
  return {at, false};
}

char32_t high_of(char32_t c) { return 0xD800 + ((c - 0x10000) >> 10); }
char32_t low_of(char32_t c) { return 0xDC00 + ((c - 0x10000) & 0x3FF); }

/// The length of the match of `what` at the front of `text`, in bytes; npos when it does not match.
std::size_t match_ignoring_case(std::string_view text, std::string_view what) {
  const std::size_t size = text.size();
  while (!what.empty()) {
    if (text.empty()) return std::string_view::npos;
    const auto a = decode_utf8(text), b = decode_utf8(what);
    if (a.value != b.value && to_upper_invariant(a.value) != to_upper_invariant(b.value)) return std::string_view::npos;
    text.remove_prefix(a.size), what.remove_prefix(b.size);
  }
  return size - text.size();
}

}  // namespace

std::string_view slice_utf16(std::string_view text, std::size_t start, std::size_t count, Arena& arena) {
  if (is_ascii(text)) return start >= text.size() ? std::string_view() : text.substr(start, count);
  const Cut from = cut_at(text, start);
  const std::string_view rest = text.substr(from.byte);
  if (!from.splits) {
    const Cut to = cut_at(rest, count);
    if (!to.splits) return rest.substr(0, to.byte);
  }
  std::string out;
  std::string_view middle = rest;
  if (from.splits && count > 0) {
    const auto pair = decode_utf8(rest);
    append_utf8(out, low_of(pair.value));
    middle.remove_prefix(pair.size);
    --count;
  }
  const Cut to = cut_at(middle, count);
  out.append(middle.substr(0, to.byte));
  if (to.splits) append_utf8(out, high_of(decode_utf8(middle.substr(to.byte)).value));
  return arena.copy(out);
}

std::size_t find_utf16(std::string_view text, std::string_view what, bool ignore_case) {
  if (!ignore_case) {
    const auto at = text.find(what);
    return at == std::string_view::npos ? at : utf16_length(text.substr(0, at));
  }
  if (what.empty()) return 0;
  if (is_ascii(text) && is_ascii(what)) {
    const auto at = std::search(text.begin(), text.end(), what.begin(), what.end(),
                                [](char a, char b) { return fold_ascii(a) == fold_ascii(b); });
    return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
  }
  std::size_t unit = 0;
  while (!text.empty()) {
    if (match_ignoring_case(text, what) != std::string_view::npos) return unit;
    const auto c = decode_utf8(text);
    unit += c.value >= 0x10000 ? 2 : 1;
    text.remove_prefix(c.size);
  }
  return std::string_view::npos;
}

std::size_t find_last_utf16(std::string_view text, std::string_view what, bool ignore_case) {
  if (what.empty()) return utf16_length(text);
  if (!ignore_case) {
    const auto at = text.rfind(what);
    return at == std::string_view::npos ? at : utf16_length(text.substr(0, at));
  }
  std::size_t unit = 0, found = std::string_view::npos;
  while (!text.empty()) {
    if (match_ignoring_case(text, what) != std::string_view::npos) found = unit;
    const auto c = decode_utf8(text);
    unit += c.value >= 0x10000 ? 2 : 1;
    text.remove_prefix(c.size);
  }
  return found;
}

bool starts_ignoring_case(std::string_view text, std::string_view prefix) {
  return match_ignoring_case(text, prefix) != std::string_view::npos;
}

bool ends_ignoring_case(std::string_view text, std::string_view suffix) {
  const std::size_t length = utf16_length(text), wanted = utf16_length(suffix);
  if (wanted > length) return false;
  const Cut from = cut_at(text, length - wanted);
  return !from.splits && match_ignoring_case(text.substr(from.byte), suffix) == text.size() - from.byte;
}

std::string_view trim_start(std::string_view text) {
  while (!text.empty()) {
    const auto c = decode_utf8(text);
    if (!is_white_space(c.value)) break;
    text.remove_prefix(c.size);
  }
  return text;
}
std::string_view trim_end(std::string_view text) {
  while (!text.empty()) {
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    if (!is_white_space(decode_utf8(text.substr(at)).value)) break;
    text = text.substr(0, at);
  }
  return text;
}

std::string_view common_prefix(std::string_view a, std::string_view b) {
  std::size_t n = static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin()).first - a.begin());
  while (n > 0 && n < a.size() && (static_cast<unsigned char>(a[n]) & 0xC0) == 0x80) --n;
  while (n > 0 && n < b.size() && (static_cast<unsigned char>(b[n]) & 0xC0) == 0x80) --n;
  return a.substr(0, n);
}

std::string_view common_suffix(std::string_view a, std::string_view b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[a.size() - 1 - n] == b[b.size() - 1 - n]) ++n;
  while (n > 0 && (static_cast<unsigned char>(a[a.size() - n]) & 0xC0) == 0x80) --n;
  return a.substr(a.size() - n);
}

}  // namespace fleetlint::eval
