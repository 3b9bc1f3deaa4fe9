#pragma once
// The pieces that holes cut a string into, and what they stand for.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "fleetlint/grammar/token.h"

namespace fleetlint::syntax {

/// How the first piece says that the whole string is written.
struct StringForm {
  bool is_multi_line = false;
  std::size_t dollars = 0;  ///< in front of a multi-line string: so many open a hole
};
StringForm string_form(std::string_view first_piece);

/// The piece without its quotes and hole marks, or nothing when they are missing (the lexer has reported it).
std::optional<std::string_view> piece_content(TokenKind kind, std::string_view piece, StringForm form);

/// What the piece stands for, or nothing when it is malformed.
std::optional<std::string> piece_value(TokenKind kind, std::string_view piece, StringForm form);

}  // namespace fleetlint::syntax
