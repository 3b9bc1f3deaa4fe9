#include "types/json_cursor.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>

#include "fleetlint/base/unicode.h"

namespace fleetlint::compiler {
namespace {

std::uint32_t hex4(std::string_view text, std::size_t at) {
  std::uint32_t value = 0;
  if (at + 4 <= text.size()) std::from_chars(text.data() + at, text.data() + at + 4, value, 16);
  return value;
}

#ifdef __SSE2__
/// Some bytes of text, and where in them a byte stands: bit i for byte i.
template <std::size_t parts>
class Block {
 public:
  static constexpr std::size_t size = 16 * parts;

  explicit Block(const char* text) {
    for (std::size_t i = 0; i < parts; ++i) part_[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text) + i);
  }
  bool has(char c) const {
    auto found = _mm_setzero_si128();
    for (std::size_t i = 0; i < parts; ++i) found = _mm_or_si128(found, _mm_cmpeq_epi8(part_[i], _mm_set1_epi8(c)));
    return _mm_movemask_epi8(found) != 0;
  }
  std::uint64_t where(char c) const { return where_or(c, 0); }
  /// Of the byte itself and of the one that lacks its bit 0x20.
  std::uint64_t where_folded(char c) const { return where_or(c, 0x20); }

 private:
  std::uint64_t where_or(char c, char bits) const {
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < parts; ++i) {
      const auto equal = _mm_cmpeq_epi8(_mm_or_si128(part_[i], _mm_set1_epi8(bits)), _mm_set1_epi8(c));
      found |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(equal))} << (16 * i);
    }
    return found;
  }

  __m128i part_[parts];
};
#endif

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
// strings. `opened` is given each bracket that opens at depth `shallow`.
template <std::size_t parts, typename Opened>
void JsonCursor::walk_container(std::size_t shallow, const Opened& opened) {
  std::size_t depth = 0;
  bool in_string = false;
  // A bracket outside of strings; true at the end of the value.
  const auto bracket = [&](bool opens, std::size_t at) {
    if (!opens) return --depth == 0;
    if (depth++ == shallow) opened(at);
    return false;
  };
  // One byte; true at the end of the value.
  const auto step = [&] {
    const char c = text_[at_++];
    if (in_string) {
      if (c == '\\') ++at_;
      else if (c == '"') in_string = false;
      return false;
    }
    in_string = c == '"';
    return (c == '{' || c == '[' || c == '}' || c == ']') && bracket(c == '{' || c == '[', at_ - 1);
  };
  while (at_ < text_.size()) {
#ifdef __SSE2__
    constexpr auto size = Block<parts>::size;
    while (at_ + size <= text_.size()) {
      const Block<parts> block(text_.data() + at_);
      if (block.has('\\')) break;
      // Bit i: an odd number of quotes up to byte i, so that it is in a string.
      auto inside = block.where('"');
      for (unsigned shift = 1; shift < size; shift *= 2) inside ^= inside << shift;
      if (in_string) inside = ~inside;
      // '{' and '[', '}' and ']' differ in one bit.
      const auto opening = block.where_folded('{') & ~inside, closing = block.where_folded('}') & ~inside;
      if (const auto closed = static_cast<std::size_t>(std::popcount(closing)); depth > shallow + closed) {
        depth += static_cast<std::size_t>(std::popcount(opening)) - closed;  // deep inside, whatever their order
      } else {
        for (auto brackets = opening | closing; brackets != 0; brackets &= brackets - 1) {
          const auto lowest = static_cast<std::size_t>(std::countr_zero(brackets));
          if (!bracket((opening >> lowest & 1) != 0, at_ + lowest)) continue;
          at_ += lowest + 1;
          return;
        }
      }
      in_string = (inside >> (size - 1) & 1) != 0;
      at_ += size;
    }
    // A block with an escape, or the last bytes.
    for (std::size_t i = 0; i < size && at_ < text_.size(); ++i) {
      if (step()) return;
    }
#else
    if (step()) return;
#endif
  }
  at_ = text_.size();
  failed_ = true;
}

void JsonCursor::skip_container() {
  walk_container<1>(0, [](std::size_t) {});
}

std::vector<std::uint32_t> JsonCursor::objects_of_array() {
  std::vector<std::uint32_t> positions;
  skip_blanks();
  if (at_ >= text_.size() || text_[at_] != '[') { skip_value(); return positions; }
  constexpr std::size_t usual_bytes = 64;  // of an object in a type file
  positions.reserve(text_.size() / usual_bytes);
  walk_container<4>(1, [&](std::size_t at) { positions.push_back(static_cast<std::uint32_t>(at)); });
  return positions;
}

}  // namespace fleetlint::compiler
