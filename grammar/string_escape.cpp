#include "string_escape.h"

#include "fleetlint/base/unicode.h"

namespace fleetlint::syntax {
namespace {

constexpr std::uint32_t last_code_point = 0x10FFFF;
constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::uint32_t hex_value(char c) {
  return static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/// Length of the UTF-8 sequence at the start of the text, 0 when it is none (overlong, surrogate, cut off).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool shortest = first != 0xE0 || byte(1) >= 0xA0;
    const bool surrogate = first == 0xED && byte(1) >= 0xA0;
    return continues(1) && continues(2) && shortest && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool shortest = first != 0xF0 || byte(1) >= 0x90;
    const bool in_range = first != 0xF4 || byte(1) < 0x90;
    return continues(1) && continues(2) && continues(3) && shortest && in_range ? 4 : 0;
  }
  return 0;
}

Escape scan_unicode_escape(std::string_view text) {
  if (text.size() < 4 || text[2] != '{') return {};
  std::uint32_t value = 0;
  std::size_t at = 3;
  while (at < text.size() && is_hex_digit(text[at])) {
    value = value * 16 + hex_value(text[at]);
    if (value > last_code_point) return {};
    ++at;
  }
  if (at == 3 || at == text.size() || text[at] != '}') return {};
  return {static_cast<std::uint32_t>(at + 1), value, false};
}

}  // namespace

Escape scan_escape(std::string_view text) {
  if (text.size() < 2) return {};
  switch (text[1]) {
    case 'n':
      return {2, '\n', false};
    case 'r':
      return {2, '\r', false};
    case 't':
      return {2, '\t', false};
    case '\\':
      return {2, '\\', false};
    case '\'':
      return {2, '\'', false};
    case '$':
      if (text.size() >= 3 && text[2] == '{') return {3, '$', true};
      return {2, '$', false};
    case 'u':
      return scan_unicode_escape(text);
    default:
      return {};
  }
}

const char* next_code_point(const char* at, const char* end) {
  const auto length = sequence_length({at, static_cast<std::size_t>(end - at)});
  return at + (length == 0 ? 1 : length);
}

void append_scalar(std::string& text, std::uint32_t code_point) {
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (is_surrogate || code_point > last_code_point) text += replacement;
  else fleetlint::append_utf8(text, code_point);
}

std::string valid_utf8(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto length = sequence_length(text);
    if (length == 0) {
      result += replacement;
      text.remove_prefix(1);
    } else {
      result += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return result;
}

}  // namespace fleetlint::syntax
