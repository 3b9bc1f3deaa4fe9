#pragma once
// Tokens of Bicep source. Trivia (spaces, comments, pragmas) is the gap between two tokens, so nothing is ever lost.
#include <cstdint>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"

namespace fleetlint::syntax {

enum class TokenKind : std::uint8_t {
#define TOKEN(Name, Text) Name,
#include "fleetlint/grammar/token_kind.def"
};
inline constexpr unsigned token_kind_count = static_cast<unsigned>(TokenKind::Pipe) + 1;
static_assert(token_kind_count <= 128, "kinds are stored in a char and in a 128-bit set");

/// The name the reference compiler gives the kind; contextual keywords are "Identifier", as they are for it.
std::string_view reference_name(TokenKind kind);
/// How a message names the kind: the text of punctuation and keywords, a word for the others.
std::string_view display_text(TokenKind kind);

/// An identifier or a contextual keyword: Bicep has no reserved words but true, false and null.
constexpr bool is_identifier(TokenKind kind) { return kind >= TokenKind::Identifier && kind <= TokenKind::KeywordNone; }
/// StringComplete, StringLeftPiece, StringMiddlePiece or StringRightPiece.
constexpr bool is_string_piece(TokenKind kind) {
  return kind >= TokenKind::StringComplete && kind <= TokenKind::StringRightPiece;
}

/// The kind of the keyword spelt like this, else Identifier.
TokenKind classify_word(std::string_view word);

/// `#disable-next-line A B`, `#disable-diagnostics A`, `#restore-diagnostics A`: trivia, but not without meaning.
struct Pragma {
  enum class Kind : std::uint8_t { disable_next_line, disable_diagnostics, restore_diagnostics };
  Kind kind;
  Span span;                ///< from "#" to the end of the last code
  std::vector<Span> codes;  ///< of diagnostics or linter rules
};

/// The tokens of one file as parallel arrays; the last one is always EndOfFile. Refers to the text, does not own it.
struct TokenBuffer {
  std::string_view text;
  std::vector<char> kinds;            ///< TokenKind bytes; also the input of the parser
  std::vector<std::uint32_t> starts;  ///< byte offsets
  std::vector<std::uint32_t> ends;
  std::vector<Pragma> pragmas;        ///< in the order of the text

  std::uint32_t size() const { return static_cast<std::uint32_t>(kinds.size()); }
  /// Looking past the end is fine and sees EndOfFile.
  TokenKind kind(std::uint32_t token) const {
    return token < kinds.size() ? static_cast<TokenKind>(kinds[token]) : TokenKind::EndOfFile;
  }
  Span span(std::uint32_t token) const { return {starts[token], ends[token]}; }
  std::string_view text_of(std::uint32_t token) const { return text.substr(starts[token], ends[token] - starts[token]); }
  /// The trivia in front of a token.
  Span gap_before(std::uint32_t token) const { return {token == 0 ? 0 : ends[token - 1], starts[token]}; }
};

}  // namespace fleetlint::syntax
