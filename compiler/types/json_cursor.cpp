#include "types/json_cursor.h"

#include <charconv>

namespace fleetlint::compiler {
namespace {

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::uint32_t hex4(std::string_view text, std::size_t at) {
  std::uint32_t value = 0;
  if (at + 4 <= text.size()) std::from_chars(text.data() + at, text.data() + at + 4, value, 16);
  return value;
}

}  // namespace

std::string JsonCursor::string() {
  const auto raw = raw_string();
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
  std::size_t depth = 0;
  do {
    if (at_ >= text_.size()) { failed_ = true; return; }
    switch (text_[at_]) {
      case '"': raw_string(); break;
      case '{': case '[': ++depth; ++at_; break;
      case '}': case ']':
        if (depth == 0) { failed_ = true; return; }
        --depth;
        ++at_;
        break;
      case ',': case ':': case ' ': case '\n': case '\r': case '\t':
        if (depth == 0) { failed_ = true; return; }
        ++at_;
        break;
      default:
        while (at_ < text_.size() && std::string_view(",:{}[] \n\r\t\"").find(text_[at_]) == std::string_view::npos) ++at_;
    }
  } while (depth > 0 && !failed_);
}

}  // namespace fleetlint::compiler
