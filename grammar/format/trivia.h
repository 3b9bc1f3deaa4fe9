#pragma once
// Which comments and pragmas belong to which token.
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/grammar/syntax.h"

namespace fleetlint::syntax::formatting {

/// On which side of a token comments may stick to it.
enum class Stickiness : std::uint8_t { none, leading, trailing, both };
Stickiness stickiness(TokenKind kind);

struct Trivia {
  enum class Kind : std::uint8_t { line_comment, block_comment, pragma };
  Kind kind;
  Span span;
  const Pragma* pragma = nullptr;
};

class TriviaTable {
 public:
  explicit TriviaTable(const TokenBuffer& tokens) : tokens_(tokens) {}

  std::vector<Trivia> leading(std::uint32_t token) const { return split_gap(token).after; }
  std::vector<Trivia> trailing(std::uint32_t token) const {
    return token + 1 < tokens_.size() ? split_gap(token + 1).before : std::vector<Trivia>{};
  }
  bool has_leading(std::uint32_t token) const { return !leading(token).empty(); }

  /// Where the trivia of a token starts and ends: in front of its first and behind its last piece, blanks
  /// included.
  std::uint32_t begin_of(std::uint32_t token) const { return split_gap(token).boundary; }
  std::uint32_t end_of(std::uint32_t token) const {
    return token + 1 < tokens_.size() ? split_gap(token + 1).boundary
                                      : static_cast<std::uint32_t>(tokens_.text.size());
  }

 private:
  struct Gap {
    std::vector<Trivia> before;  ///< trailing the token before the gap
    std::vector<Trivia> after;   ///< leading the token behind it
    std::uint32_t boundary;      ///< where the second starts
  };
  /// The gap in front of a token, divided between its neighbours.
  Gap split_gap(std::uint32_t token) const;

  const TokenBuffer& tokens_;
};

}  // namespace fleetlint::syntax::formatting
