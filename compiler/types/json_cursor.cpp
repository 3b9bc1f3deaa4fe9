#include "types/json_cursor.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>
#include <charconv>

#include "fleetlint/base/unicode.h"

namespace fleetlint::compiler {
namespace {

std::uint32_t hex4(std::string_view text, std::size_t at) {
  std::uint32_t value = 0;
  if (at + 4 <= text.size()) std::from_chars(text.data() + at, text.data() + at + 4, value, 16);
  return value;
}

}  // namespace

std::string JsonCursor::string() {
  const auto raw = raw_string();
  if (raw.find('\\') == std::string_view::npos) return std::string(raw);
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 >= raw.size()) { out += raw[i]; continue; }
    switch (raw[++i]) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case 'r': out += '\r'; break;
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'u': {
        auto code = hex4(raw, i + 1);
        i += 4;
        if (code >= 0xD800 && code < 0xDC00 && i + 6 < raw.size() && raw[i + 1] == '\\' && raw[i + 2] == 'u') {
          code = 0x10000 + ((code - 0xD800) << 10) + ((hex4(raw, i + 3) - 0xDC00) & 0x3FF);
          i += 6;
        }
        append_utf8(out, code);
        break;
      }
      default: out += raw[i];
    }
  }
  return out;
}

std::int64_t JsonCursor::integer() {
  skip_blanks();
  std::int64_t value = 0;
  const auto rest = text_.substr(at_);
  std::from_chars(rest.data(), rest.data() + rest.size(), value);
  skip_value();
  return value;
}

void JsonCursor::skip_value() {
  skip_blanks();
  if (at_ >= text_.size()) { failed_ = true; return; }
  switch (text_[at_]) {
    case '"': raw_string(); break;
    case '{': case '[': skip_container(); break;
    case '}': case ']': case ',': case ':': failed_ = true; break;
    default:
      while (at_ < text_.size() && std::string_view(",:{}[] \n\r\t\"").find(text_[at_]) == std::string_view::npos) ++at_;
  }
}

// Type files have megabytes of which little is read: whole blocks of bytes are stepped over, looking only for brackets outside of
// strings.
void JsonCursor::skip_container() {
  std::size_t depth = 0;
  bool in_string = false;
  // One byte; true at the end of the value.
  const auto step = [&] {
    const char c = text_[at_++];
    if (in_string) {
      if (c == '\\') ++at_;
      else if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      return --depth == 0;
    }
    return false;
  };
  while (at_ < text_.size()) {
#ifdef __SSE2__
    while (at_ + 16 <= text_.size()) {
      const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text_.data() + at_));
      const auto where = [&](__m128i bytes, char c) { return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)))); };
      if (where(block, '\\') != 0) break;
      // '{' and '[', '}' and ']' differ in one bit.
      const auto folded = _mm_or_si128(block, _mm_set1_epi8(0x20));
      const auto quotes = where(block, '"'), opening = where(folded, '{');
      // Bit i: an odd number of quotes up to byte i, so that it is in a string.
      auto inside = quotes;
      for (unsigned shift = 1; shift < 16; shift *= 2) inside ^= inside << shift;
      if (in_string) inside = ~inside;
      auto brackets = (opening | where(folded, '}')) & ~inside & 0xFFFF;
      for (; brackets != 0; brackets &= brackets - 1) {
        const auto lowest = static_cast<unsigned>(std::countr_zero(brackets));
        if (opening >> lowest & 1) {
          ++depth;
        } else if (--depth == 0) {
          at_ += lowest + 1;
          return;
        }
      }
      in_string = (inside >> 15 & 1) != 0;
      at_ += 16;
    }
    // A block with an escape, or the last bytes.
    for (int i = 0; i < 16 && at_ < text_.size(); ++i) {
      if (step()) return;
    }
#else
    if (step()) return;
#endif
  }
  at_ = text_.size();
  failed_ = true;
}

}  // namespace fleetlint::compiler
