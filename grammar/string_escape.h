#pragma once
// Escape sequences of single-quoted strings and the UTF-8 around them.
#include <cstdint>
#include <string>
#include <string_view>

namespace fleetlint::syntax {

constexpr bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

struct Escape {
  std::uint32_t length = 0;      ///< bytes of the sequence, 0 when there is no valid one
  std::uint32_t code_point = 0;  ///< what it stands for
  bool with_brace = false;       ///< `\${`: stands for two characters, the second is `{`
};
/// The escape sequence at the start of the text, which starts with a backslash.
Escape scan_escape(std::string_view text);

/// The end of the code point at `at` (of the byte, where it is not UTF-8); `at` < `end`.
const char* next_code_point(const char* at, const char* end);

/// Appends a code point as UTF-8; what no UTF-8 can hold becomes U+FFFD.
void append_scalar(std::string& text, std::uint32_t code_point);

/// The text with every byte that is not UTF-8 replaced by U+FFFD: fit for a message.
std::string valid_utf8(std::string_view text);

}  // namespace fleetlint::syntax
