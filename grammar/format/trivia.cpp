#include "format/trivia.h"

#include <algorithm>

namespace fleetlint::syntax::formatting {

Stickiness stickiness(TokenKind kind) {
  if (is_identifier(kind)) return Stickiness::both;
  switch (kind) {
    case TokenKind::NewLine:
    case TokenKind::Pipe:
    case TokenKind::At:
    case TokenKind::Minus:
    case TokenKind::EndOfFile:
    case TokenKind::LeftParen:
    case TokenKind::LeftSquare:
    case TokenKind::LeftBrace:
    case TokenKind::StringLeftPiece:
      return Stickiness::leading;
    case TokenKind::RightParen:
    case TokenKind::RightSquare:
    case TokenKind::RightBrace:
    case TokenKind::StringRightPiece:
    case TokenKind::Question:
      return Stickiness::trailing;
    case TokenKind::Exclamation:
    case TokenKind::FalseKeyword:
    case TokenKind::TrueKeyword:
    case TokenKind::NullKeyword:
    case TokenKind::StringComplete:
    case TokenKind::Integer:
      return Stickiness::both;
    default:
      return Stickiness::none;
  }
}

TriviaTable::Gap TriviaTable::split_gap(std::uint32_t token) const {
  const auto gap = tokens_.gap_before(token);
  const auto& text = tokens_.text;
  Gap result{{}, {}, gap.begin};
  auto at = gap.begin;
  if (token == 0 && text.starts_with("\xEF\xBB\xBF")) result.boundary = at = 3;
  const auto is_blank = [&](std::uint32_t i) { return text[i] == ' ' || text[i] == '\t'; };
  if (at == gap.end) return result;

  const auto sticks = token == 0 ? Stickiness::none : stickiness(tokens_.kind(token - 1));
  bool before = token != 0;  // still at what trails the token before
  const bool takes_comments = sticks == Stickiness::trailing || sticks == Stickiness::both;
  while (at < gap.end) {
    if (is_blank(at)) {
      while (at < gap.end && is_blank(at)) ++at;
      if (before) result.boundary = at;
      continue;
    }
    Trivia trivia{Trivia::Kind::line_comment, {at, gap.end}, nullptr};
    if (text[at] == '#') {
      const auto found = std::lower_bound(
          tokens_.pragmas.begin(), tokens_.pragmas.end(), at,
          [](const Pragma& pragma, std::uint32_t offset) { return pragma.span.begin < offset; });
      if (found == tokens_.pragmas.end() || found->span.begin != at) break;
      trivia = {Trivia::Kind::pragma, found->span, &*found};
    } else if (text.compare(at, 2, "/*") == 0) {
      const auto close = text.find("*/", at + 2);
      trivia.kind = Trivia::Kind::block_comment;
      trivia.span.end = close == std::string_view::npos
                            ? gap.end
                            : std::min(gap.end, static_cast<std::uint32_t>(close + 2));
    }
    at = std::max(trivia.span.end, at + 1);
    before = before && takes_comments && trivia.kind != Trivia::Kind::pragma;
    if (before) {
      result.boundary = at;
      result.before.push_back(trivia);
    } else {
      result.after.push_back(trivia);
    }
  }
  return result;
}

}  // namespace fleetlint::syntax::formatting
