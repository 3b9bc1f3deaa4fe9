#pragma once
// Names and strings with their holes. Part of the parser's one grammar.
#include "combinators.h"
#include "string_pieces.h"

namespace fleetlint::syntax::parsing {

struct expression;

// --- names --------------------------------------------------------------------

template <E Error>
struct identifier {
  FLEETLINT_RULE(identifier) {
    if (!is_identifier(peek(in, s))) return s.fail_at(Error, here(in));
    s.push(NodeKind::Identifier, s.mark(), here(in), here(in) + 1);
    in.bump(1);
    return true;
  }
};

/// An identifier, or an Identifier node around nothing with the error.
template <E Error>
struct identifier_or_missing {
  FLEETLINT_RULE(identifier_or_missing) {
    if (is_identifier(peek(in, s))) return FLEETLINT_RUN(identifier<Error>);
    return FLEETLINT_RUN(node<NodeKind::Identifier, missing<Error>>);
  }
};

/// A declared name; what cannot be one is skipped inside its Identifier node.
template <E Error, TokenKind... Terminators>
struct declared_name {
  FLEETLINT_RULE(declared_name) {
    const auto mark = s.mark();
    const auto first = here(in);
    FLEETLINT_DO(recover<identifier<Error>, Terminators...>);
    if (s.nodes.back().kind == NodeKind::SkippedTrivia) s.push(NodeKind::Identifier, mark, first, here(in));
    s.previous.is_skipped = false;
    s.name_is_empty = s.previous.is_empty;
    s.nodes.back().role = Role::name;
    return true;
  }
};

template <E Error>
using member_name = as<Role::name, identifier_or_missing<Error>>;

// --- strings ------------------------------------------------------------------

/// A string with the expressions of its holes. Never fails: what is no string, or a malformed one, becomes a
/// SkippedTrivia.
template <NodeKind Kind>
struct string_of_kind {
  FLEETLINT_RULE(string_of_kind) {
    const auto mark = s.mark();
    const auto first = here(in);
    const bool is_string = peek(in, s) == T::StringComplete || peek(in, s) == T::StringLeftPiece;
    if (!is_string) FLEETLINT_DO(skip_to_piece);
    while (peek(in, s) == T::StringLeftPiece || peek(in, s) == T::StringMiddlePiece) {
      // A left piece is only the first one; another string may start where this one broke off.
      if (peek(in, s) == T::StringLeftPiece && here(in) != first) break;
      in.bump(1);
      FLEETLINT_DO(hole);
    }
    const bool complete = peek(in, s) == (here(in) == first ? T::StringComplete : T::StringRightPiece);
    if (complete) in.bump(1);
    if (complete && is_string && (s.lexer_errors.empty() || well_formed(s, mark, first, here(in)))) {
      s.push(Kind, mark, first, here(in));
      return true;
    }
    s.push_skipped(mark, first, here(in)).flags |= SyntaxNode::ends_at_next;
    return true;
  }

 private:
  /// What stands where a hole should end, or a string begin.
  struct skip_to_piece : recover<fail<E::unexpected_tokens_in_interpolation>, T::StringMiddlePiece,
                                 T::StringRightPiece, T::NewLine> {};

  struct hole {
    FLEETLINT_RULE(hole) {
      const auto mark = s.mark();
      const auto first = here(in);
      FLEETLINT_DO(
          recover<allowing<false, false, expression>, T::StringMiddlePiece, T::StringRightPiece, T::NewLine>);
      const bool at_piece = peek(in, s) == T::StringMiddlePiece || peek(in, s) == T::StringRightPiece ||
                            peek(in, s) == T::NewLine;
      if (at_piece) return true;
      // The expression was fine but is not all there is: one node for both, so that pieces and holes
      // alternate.
      const auto error_mark = s.errors.size();
      FLEETLINT_DO(skip_to_piece);
      s.errors.resize(error_mark);
      s.report(E::unexpected_tokens_in_interpolation, s.span_of(s.nodes.back()));
      s.push_skipped(mark, first, here(in));
      return true;
    }
  };

  /// The lexer also makes pieces of strings that never end, for the sake of what follows.
  static bool well_formed(const ParseState& s, std::uint32_t mark, std::uint32_t first, std::uint32_t end) {
    const auto form = string_form(s.tokens.text_of(first));
    const auto is_own_piece = [&](std::uint32_t token) {
      return piece_value(s.tokens.kind(token), s.tokens.text_of(token), form).has_value();
    };
    // The nodes since the mark are the holes; the tokens between them are the pieces. Walk back over both.
    auto token = end;
    auto root = s.mark();
    while (token > first) {
      if (root > mark && s.nodes[root - 1].end_token == token) {
        token = s.nodes[root - 1].first_token;
        root -= s.nodes[root - 1].subtree_size;
        if (token == first) break;
      }
      if (!is_own_piece(--token)) return false;
    }
    return true;
  }
};
using string_literal = string_of_kind<NodeKind::String>;

/// Fails when what the rule made is a SkippedTrivia: with the error, at the token where it began.
template <E Error, typename Rule>
struct unless_skipped {
  FLEETLINT_RULE(unless_skipped) {
    const auto first = here(in);
    const auto mark = s.mark();
    if (!FLEETLINT_RUN(Rule)) return false;
    if (s.mark() > mark && s.nodes.back().kind == NodeKind::SkippedTrivia) return s.fail_at(Error, first);
    return true;
  }
};

}  // namespace fleetlint::syntax::parsing
