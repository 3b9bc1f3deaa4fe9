#pragma once
// Texts by UTF-16 code units, as the platform counts them.
#include <string>
#include <string_view>

#include "fleetlint/base/arena.h"

namespace fleetlint::eval {

/// `count` UTF-16 units from unit `start`; the caller has checked the bounds (both are clamped). Shares memory with
/// `text` except where a surrogate pair is cut.
std::string_view slice_utf16(std::string_view text, std::size_t start, std::size_t count, Arena& arena);

/// Ordinal search by UTF-16 units; npos when absent. `ignore_case` as OrdinalIgnoreCase.
std::size_t find_utf16(std::string_view text, std::string_view what, bool ignore_case);
std::size_t find_last_utf16(std::string_view text, std::string_view what, bool ignore_case);
bool starts_ignoring_case(std::string_view text, std::string_view prefix);
bool ends_ignoring_case(std::string_view text, std::string_view suffix);

/// Order of texts in the invariant culture (root collation of CLDR for Latin, Greek and Cyrillic; other scripts by code
/// point after them): punctuation, symbols, digits, letters; accents and then case (lower first) only break ties.
int compare_culture(std::string_view a, std::string_view b);

/// Without the white space of Unicode at its start, at its end.
std::string_view trim_start(std::string_view text);
std::string_view trim_end(std::string_view text);

/// Longest common start and end that do not cut a character.
std::string_view common_prefix(std::string_view a, std::string_view b);
std::string_view common_suffix(std::string_view a, std::string_view b);

}  // namespace fleetlint::eval
