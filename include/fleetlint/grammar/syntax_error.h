#pragma once
// What lexer and parser find wrong: small, made without formatting; the message is put together when it is shown.
#include <cstdint>
#include <string>
#include <string_view>

#include "fleetlint/base/source.h"

namespace fleetlint::syntax {

enum class SyntaxErrorKind : std::uint8_t {
#define SYNTAX_ERROR(Name, Code, Message) Name,
#include "fleetlint/grammar/syntax_error.def"
};

struct SyntaxError {
  SyntaxErrorKind kind;
  Span span;
  std::string argument;  ///< replaces "{}" in the message: a character, a keyword, a number, text of the source

  /// "BCP018".
  std::string_view code() const;
  /// The sentence of the reference compiler.
  std::string message() const;
};

}  // namespace fleetlint::syntax
