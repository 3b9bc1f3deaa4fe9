#pragma once
#include <string_view>
#include <vector>

#include "fleetlint/base/limits.h"
#include "fleetlint/grammar/syntax_error.h"
#include "fleetlint/grammar/token.h"

namespace fleetlint::syntax {

/// Splits the text into tokens; `tokens` and `errors` start empty. Always ends with EndOfFile and loses no
/// byte.
void lex(std::string_view text, const Limits& limits, TokenBuffer& tokens, std::vector<SyntaxError>& errors);

}  // namespace fleetlint::syntax
