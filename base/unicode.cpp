#include "fleetlint/base/unicode.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace fleetlint {
namespace {

struct CaseRange {
  std::uint32_t first, last, step;
  std::int32_t difference;
};
#include "case_table.inc"

template <std::size_t n>
char32_t map_case(const CaseRange (&ranges)[n], char32_t value) {
  const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), value,
                                       [](char32_t v, const CaseRange& range) { return v < range.first; });
  // Ranges with step 2 may interleave by one, so two neighbours are looked at.
  for (int back = 0; back < 2 && after != std::begin(ranges); ++back) {
    --after;
    if (value <= after->last && (value - after->first) % after->step == 0)
      return static_cast<char32_t>(static_cast<std::int64_t>(value) + after->difference);
  }
  return value;
}

constexpr char ascii_lower(char c) { return to_lower_ascii(c); }
constexpr char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
constexpr bool is_high(char32_t c) { return c >= 0xD800 && c < 0xDC00; }
constexpr bool is_low(char32_t c) { return c >= 0xDC00 && c < 0xE000; }

}  // namespace

CodePoint decode_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  if (text.empty()) return {0xFFFD, 0};
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xC2 && lead < 0xE0 && continues(1)) return {static_cast<char32_t>((lead & 0x1F) << 6 | (byte(1) & 0x3F)), 2};
  if (lead >= 0xE0 && lead < 0xF0 && continues(1) && continues(2)) {
    const auto value = static_cast<char32_t>((lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
    if (value >= 0x800) return {value, 3};
  }
  if (lead >= 0xF0 && lead < 0xF5 && continues(1) && continues(2) && continues(3)) {
    const auto value = static_cast<char32_t>((lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F));
    if (value >= 0x10000 && value < 0x110000) return {value, 4};
  }
  return {0xFFFD, 1};
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

void append_utf16_text(std::string& out, std::string_view text) {
  if (text.size() >= 3 && out.size() >= 3 && text[0] == '\xED' && out[out.size() - 3] == '\xED') {
    const auto high = decode_utf8(std::string_view(out).substr(out.size() - 3));
    const auto low = decode_utf8(text);
    if (is_high(high.value) && is_low(low.value)) {
      out.resize(out.size() - 3);
      append_utf8(out, 0x10000 + ((high.value - 0xD800) << 10) + (low.value - 0xDC00));
      text.remove_prefix(3);
    }
  }
  out.append(text);
}

bool is_ascii(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if (word & 0x8080808080808080ull) return false;
  }
  for (; i < text.size(); ++i)
    if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
  return true;
}

std::size_t utf16_length(std::string_view text) {
  if (is_ascii(text)) return text.size();
  std::size_t length = 0;
  while (!text.empty()) {
    const auto c = decode_utf8(text);
    length += c.value >= 0x10000 ? 2 : 1;
    text.remove_prefix(c.size);
  }
  return length;
}

char32_t to_upper_invariant(char32_t c) { return c < 0x80 ? static_cast<char32_t>(ascii_upper(static_cast<char>(c))) : map_case(upper_ranges, c); }
char32_t to_lower_invariant(char32_t c) { return c < 0x80 ? static_cast<char32_t>(ascii_lower(static_cast<char>(c))) : map_case(lower_ranges, c); }

namespace {
template <typename Ascii, typename Wide>
std::string map_text(std::string_view text, Ascii ascii, Wide wide) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (static_cast<unsigned char>(text[0]) < 0x80) {
      out.push_back(ascii(text[0]));
      text.remove_prefix(1);
    } else {
      const auto c = decode_utf8(text);
      if (c.value == 0xFFFD) out.append(text.substr(0, c.size));
      else append_utf8(out, wide(c.value));
      text.remove_prefix(c.size);
    }
  }
  return out;
}
}  // namespace

std::string to_upper_invariant(std::string_view text) {
  if (is_ascii(text)) {
    std::string out(text);
    for (auto& c : out) c = static_cast<char>(c - (c >= 'a' && c <= 'z' ? 'a' - 'A' : 0));
    return out;
  }
  return map_text(text, ascii_upper, [](char32_t c) { return to_upper_invariant(c); });
}
std::string to_lower_invariant(std::string_view text) {
  return map_text(text, ascii_lower, [](char32_t c) { return to_lower_invariant(c); });
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_lower(c);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const unsigned char x = static_cast<unsigned char>(a[0]), y = static_cast<unsigned char>(b[0]);
    if (x < 0x80 && y < 0x80) {
      if (ascii_lower(a[0]) != ascii_lower(b[0])) return false;
      a.remove_prefix(1), b.remove_prefix(1);
    } else {
      const auto p = decode_utf8(a), q = decode_utf8(b);
      if (to_upper_invariant(p.value) != to_upper_invariant(q.value)) return false;
      a.remove_prefix(p.size), b.remove_prefix(q.size);
    }
  }
  return a.empty() && b.empty();
}

bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

}  // namespace fleetlint
