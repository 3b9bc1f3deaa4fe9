#pragma once
// UTF-8 with lone surrogates ("WTF-8"): texts of the platform are UTF-16, and cutting one may leave half a pair.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fleetlint {

/// The code point at the front of `text` and how many bytes it takes. Bad bytes count as U+FFFD, one byte each; an
/// encoded surrogate is given as it is.
struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 1;
};
CodePoint decode_utf8(std::string_view text);
/// Appends a code point (surrogates too). No joining of halves: see append_utf16_text.
void append_utf8(std::string& out, char32_t value);

/// Appends a text; where `out` ends with a high surrogate and `text` starts with a low one, they become one character.
void append_utf16_text(std::string& out, std::string_view text);

bool is_ascii(std::string_view text);
/// Length in UTF-16 code units.
std::size_t utf16_length(std::string_view text);

/// Simple (one-to-one) case mapping of the platform's invariant culture: ß, İ, ı and ſ keep themselves.
char32_t to_upper_invariant(char32_t value);
char32_t to_lower_invariant(char32_t value);
std::string to_upper_invariant(std::string_view text);
std::string to_lower_invariant(std::string_view text);
/// A to Z in lower case, all else as it is: for names that Azure and the language compare so.
constexpr char to_lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string to_lower_ascii(std::string_view text);
/// Equality and search as by StringComparison.OrdinalIgnoreCase: by upper-case code points.
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// Unicode white space as Char.IsWhiteSpace has it.
bool is_white_space(char32_t value);

}  // namespace fleetlint
