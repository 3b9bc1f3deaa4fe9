#pragma once
// PEGTL rules over token kinds that build the tree and recover as the reference compiler does. Private to the
// parser.
//
// The input is TokenBuffer::kinds, so a byte offset is a token index. There is no backtracking: what comes
// next is decided by looking at tokens, and a rule that returns false has failed for good, like an exception.
// ParseState then holds why, and the innermost recover<> around it turns everything since its start into one
// SkippedTrivia up to a token where parsing can go on. Nodes are pushed in post-order, when they are
// complete; parse() turns the order around.
#include <tao/pegtl.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "fleetlint/grammar/syntax.h"

namespace fleetlint::syntax::parsing {
namespace p = tao::pegtl;

using T = TokenKind;
using E = SyntaxErrorKind;

/// A set of token kinds as a bit mask.
struct TokenSet {
  std::uint64_t bits[2] = {0, 0};
  constexpr bool contains(TokenKind kind) const {
    const auto i = static_cast<unsigned>(kind);
    return (bits[i >> 6] >> (i & 63)) & 1;
  }
};
template <TokenKind... K>
constexpr TokenSet token_set() {
  TokenSet set;
  const auto add = [&](unsigned i) { set.bits[i >> 6] |= std::uint64_t{1} << (i & 63); };
  [[maybe_unused]] const auto add_kind = [&](TokenKind kind) {
    // Contextual keywords are identifiers, too.
    const auto last = static_cast<unsigned>(kind == TokenKind::Identifier ? TokenKind::KeywordNone : kind);
    for (auto i = static_cast<unsigned>(kind); i <= last; ++i) add(i);
  };
  (add_kind(K), ...);
  return set;
}

/// Why the innermost running rule has failed.
struct Failure {
  SyntaxErrorKind kind = E::unrecognized_expression;
  Span span;
  std::string argument;
};

/// What the last part of a declaration or expression turned out to be. Nothing missing is reported behind
/// something that is missing itself, so that `param` alone in a line is one error.
struct PreviousPart {
  bool is_skipped = false;  ///< a SkippedTrivia
  bool is_empty = false;    ///< a SkippedTrivia or identifier without any text
};

struct ParseState {
  const TokenBuffer& tokens;
  const std::vector<SyntaxError>& lexer_errors;  ///< by position
  const std::uint32_t nesting_limit;
  const std::uint32_t error_limit;

  std::vector<SyntaxNode> nodes;  ///< post-order
  std::vector<SyntaxError> errors;
  Failure failure;
  PreviousPart previous;
  bool name_is_empty = false;    ///< the name of the declaration that is being parsed
  bool allow_complex = true;     ///< object and array literals may stand here
  bool allow_resources = false;  ///< nested resources may stand in this object
  bool errors_dropped = false;   ///< more than error_limit
  std::uint32_t depth = 0;
  std::uint32_t last_broken =
      UINT32_MAX;                 ///< index of the last SkippedTrivia that stands for something wrong
  std::uint32_t block_items = 0;  ///< of the last list in parentheses: nodes and tokens
  NodeKind declared =
      NodeKind::Program;  ///< what the last declaration turned out to be; Program: a mere line break

  std::uint32_t mark() const { return static_cast<std::uint32_t>(nodes.size()); }

  /// A new node over everything pushed since the mark.
  SyntaxNode& push(NodeKind kind, std::uint32_t mark, std::uint32_t first, std::uint32_t end) {
    const auto index = this->mark();
    std::uint8_t flags = 0;
    if (last_broken != UINT32_MAX && last_broken >= mark) flags |= SyntaxNode::contains_error;
    // A node that ends with something absent reaches up to the next token, as the absent part does.
    if (index > mark && nodes.back().end_token == end) flags |= nodes.back().flags & SyntaxNode::ends_at_next;
    nodes.push_back({kind, Role::none, flags, 0, first, end, index - mark + 1});
    return nodes.back();
  }
  /// An empty SkippedTrivia in front of a token: something that is absent, which need not be wrong.
  SyntaxNode& push_absent(std::uint32_t at) {
    nodes.push_back({NodeKind::SkippedTrivia, Role::none, SyntaxNode::ends_at_next, 0, at, at, 1});
    previous = {true, true};
    return nodes.back();
  }
  /// A SkippedTrivia over everything pushed since the mark.
  SyntaxNode& push_skipped(std::uint32_t mark, std::uint32_t first, std::uint32_t end) {
    last_broken = this->mark();
    auto& node = push(NodeKind::SkippedTrivia, mark, first, end);
    if (first == end) node.flags |= SyntaxNode::ends_at_next;
    previous = {true, span_of(node).size() == 0};
    return node;
  }

  Span span_of(const SyntaxNode& node) const { return span_of_node(tokens, node); }
  /// The span of a token in an error: a line break counts as the place where it starts.
  Span error_span(std::uint32_t token) const {
    const auto span = tokens.span(token);
    return tokens.kind(token) == T::NewLine ? Span{span.begin, span.begin} : span;
  }

  [[gnu::cold]] void report(SyntaxErrorKind kind, Span span, std::string argument = {}) {
    if (errors.size() < error_limit)
      errors.push_back({kind, span, std::move(argument)});
    else
      errors_dropped = true;
  }
  bool fail(SyntaxErrorKind kind, Span span, std::string argument = {}) {
    failure = {kind, span, std::move(argument)};
    return false;
  }
  bool fail_at(SyntaxErrorKind kind, std::uint32_t token, std::string argument = {}) {
    return fail(kind, error_span(token), std::move(argument));
  }
};

// What a rule with its own body must declare; see "custom rules" in PEGTL's documentation.
#define FLEETLINT_RULE(name)                                                        \
  using rule_t = name;                                                              \
  using subs_t = p::empty_list;                                                     \
  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action, \
            template <typename...> class Control, typename Input>                   \
  static bool match([[maybe_unused]] Input& in, [[maybe_unused]] ParseState& s)
#define FLEETLINT_RUN(...) \
  Control<__VA_ARGS__>::template match<A, p::rewind_mode::dontcare, Action, Control>(in, s)
/// Runs a rule that cannot fail, because it recovers.
#define FLEETLINT_DO(...) (void)FLEETLINT_RUN(__VA_ARGS__)
#define FLEETLINT_TEST \
  static bool test([[maybe_unused]] const Input& in, [[maybe_unused]] const ParseState& s)

template <typename Input>
std::uint32_t here(const Input& in) {
  return static_cast<std::uint32_t>(in.byte());
}
/// The kind of the next token; EndOfFile is never passed, so there is always one.
template <typename Input>
TokenKind peek(const Input& in, const ParseState&) {
  return static_cast<TokenKind>(*in.current());
}
/// The kind of a token further on; past the end it is EndOfFile.
template <typename Input>
TokenKind peek(const Input& in, const ParseState& s, std::uint32_t ahead) {
  return s.tokens.kind(here(in) + ahead);
}
/// Index, counted from the next token, of the first one that is no line break; starts looking at `from`.
template <typename Input>
std::uint32_t past_new_lines(const Input& in, const ParseState& s, std::uint32_t from = 0) {
  while (peek(in, s, from) == T::NewLine) ++from;
  return from;
}
template <typename Input>
bool at_end(const Input& in, const ParseState& s) {
  return peek(in, s) == T::EndOfFile;
}

// --- looking ------------------------------------------------------------------
// Conditions of choose<>: they consume nothing.

template <TokenKind... K>
struct next_is {
  template <typename Input>
  FLEETLINT_TEST {
    return ((peek(in, s) == K) || ...);
  }
};
struct next_is_identifier {
  template <typename Input>
  FLEETLINT_TEST {
    return is_identifier(peek(in, s));
  }
};
template <typename... C>
struct either {
  template <typename Input>
  FLEETLINT_TEST {
    return (C::test(in, s) || ...);
  }
};
template <typename C>
struct not_ {
  template <typename Input>
  FLEETLINT_TEST {
    return !C::test(in, s);
  }
};

template <typename Condition, typename... Rules>
struct when {
  using condition = Condition;
};
struct always {
  template <typename Input>
  FLEETLINT_TEST {
    return true;
  }
};
template <typename... Rules>
using otherwise = when<always, Rules...>;

// --- consuming ----------------------------------------------------------------

/// All rules one after the other; unlike PEGTL's seq, a failure leaves the input where it happened.
template <typename... Rules>
struct all {
  FLEETLINT_RULE(all) { return (FLEETLINT_RUN(Rules) && ...); }
};

/// The rules of the first condition that holds; when none does, nothing happens.
template <typename... Cases>
struct choose {
  FLEETLINT_RULE(choose) {
    bool result = true;
    (void)(take<A, Action, Control>(in, s, Cases{}, result) || ...);
    return result;
  }

 private:
  template <p::apply_mode A, template <typename...> class Action, template <typename...> class Control,
            typename Input, typename C, typename... Rules>
  static bool take(Input& in, ParseState& s, when<C, Rules...>, bool& result) {
    if (!C::test(in, s)) return false;
    result = (FLEETLINT_RUN(Rules) && ...);
    return true;
  }
};

/// One token, whatever it is: behind a condition that has looked at it.
struct take_token {
  FLEETLINT_RULE(take_token) {
    in.bump(1);
    return true;
  }
};
/// That token, or the error.
template <E Error, TokenKind K>
struct expect {
  FLEETLINT_RULE(expect) {
    if (peek(in, s) != K) return s.fail_at(Error, here(in), std::string(display_text(K)));
    in.bump(1);
    return true;
  }
};
template <TokenKind K>
using expect_character = expect<E::expected_character, K>;
template <TokenKind K>
using expect_keyword = expect<E::expected_keyword, K>;
using new_line = expect<E::expected_new_line, T::NewLine>;

struct new_lines {
  FLEETLINT_RULE(new_lines) {
    in.bump(past_new_lines(in, s));
    return true;
  }
};

template <E Error>
struct fail {
  FLEETLINT_RULE(fail) { return s.fail_at(Error, here(in)); }
};

// --- building -----------------------------------------------------------------

template <NodeKind Kind, typename... Rules>
struct node {
  FLEETLINT_RULE(node) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!(FLEETLINT_RUN(Rules) && ...)) return false;
    s.push(Kind, mark, first, here(in));
    return true;
  }
};

/// Gives the node that the rule makes its role; a token has none.
template <Role R, typename Rule>
struct as {
  FLEETLINT_RULE(as) {
    const auto mark = s.mark();
    if (!FLEETLINT_RUN(Rule)) return false;
    if (s.mark() > mark) s.nodes.back().role = R;
    return true;
  }
};

/// A node that takes the one before it as its first part: `suffix<PropertyAccess, ...>` after an expression.
template <NodeKind Kind, typename... Rules>
struct suffix {};

/// A primary followed by suffixes as long as one's condition holds: left-associative, without recursion.
template <typename Primary, typename... Cases>
struct chain {
  FLEETLINT_RULE(chain) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(Primary)) return false;
    bool result = true;
    while (result && (wrap<A, Action, Control>(in, s, Cases{}, mark, first, result) || ...)) {
    }
    return result;
  }

 private:
  template <p::apply_mode A, template <typename...> class Action, template <typename...> class Control,
            typename Input, typename C, NodeKind Kind, typename... Rules>
  static bool wrap(Input& in, ParseState& s, when<C, suffix<Kind, Rules...>>, std::uint32_t mark,
                   std::uint32_t first, bool& result) {
    if (!C::test(in, s)) return false;
    s.nodes.back().role = Role::base;
    result = (FLEETLINT_RUN(Rules) && ...);
    if (result) s.push(Kind, mark, first, here(in));
    return true;
  }
  template <p::apply_mode A, template <typename...> class Action, template <typename...> class Control,
            typename Input, typename C, typename Rule>
  static bool wrap(Input& in, ParseState& s, when<C, Rule>, std::uint32_t mark, std::uint32_t first,
                   bool& result) {
    if (!C::test(in, s)) return false;
    s.nodes.back().role = Role::base;
    result = Rule::template match_suffix<A, Action, Control>(in, s, mark, first);
    return true;
  }
};

/// An empty SkippedTrivia in front of the next token, with an error about what is missing there.
template <E Error, TokenKind K = T::EndOfFile>
struct missing {
  FLEETLINT_RULE(missing) {
    const auto at = s.tokens.starts[here(in)];
    s.push_skipped(s.mark(), here(in), here(in));
    s.report(Error, {at, at}, K == T::EndOfFile ? std::string() : std::string(display_text(K)));
    return true;
  }
};
/// The same where the absence is fine.
struct absent {
  FLEETLINT_RULE(absent) {
    s.push_absent(here(in));
    return true;
  }
};

// --- recovering ---------------------------------------------------------------

/// Whether a failure is reported.
enum class Report : std::uint8_t {
  always,
  unless_previous_is_empty,  ///< see PreviousPart
  unless_name_is_empty,
};
enum class Terminator : std::uint8_t { stays, is_consumed };

/// Runs the rule; when it fails, everything since here becomes one SkippedTrivia up to the next terminator
/// (or the end).
template <Report R, typename Rule, Terminator Keep, TokenKind... Terminators>
struct recover_with {
  static constexpr TokenSet terminators = token_set<Terminators...>();
  FLEETLINT_RULE(recover_with) {
    const auto start = here(in);
    const auto mark = s.mark();
    const auto errors = s.errors.size();
    const bool silent = (R == Report::unless_previous_is_empty && s.previous.is_empty) ||
                        (R == Report::unless_name_is_empty && s.name_is_empty);
    const auto depth = s.depth;
    const bool complex = s.allow_complex, resources = s.allow_resources;
    if (FLEETLINT_RUN(Rule)) {
      if (here(in) != start || s.mark() != mark) s.previous = part_since(s, mark);
      return true;
    }
    s.depth = depth;
    s.allow_complex = complex;
    s.allow_resources = resources;
    s.nodes.resize(mark);
    s.errors.resize(errors);
    if (s.last_broken != UINT32_MAX && s.last_broken >= mark) s.last_broken = mark;
    std::uint32_t ahead = 0;
    while (peek(in, s, ahead) != T::EndOfFile && !terminators.contains(peek(in, s, ahead))) ++ahead;
    if (Keep == Terminator::is_consumed && peek(in, s, ahead) != T::EndOfFile) ++ahead;
    in.bump(ahead);
    s.push_skipped(mark, start, here(in));
    if (!silent) s.report(s.failure.kind, s.failure.span, std::move(s.failure.argument));
    return true;
  }

  static PreviousPart part_since(const ParseState& s, std::uint32_t mark) {
    if (s.mark() == mark) return {};
    const auto& last = s.nodes.back();
    if (last.subtree_size != s.mark() - mark) return {};
    const bool skipped = last.kind == NodeKind::SkippedTrivia;
    const bool broken_name = last.kind == NodeKind::Identifier && last.subtree_size > 1;
    return {skipped, (skipped || broken_name) && s.span_of(last).size() == 0};
  }
};
template <typename Rule, TokenKind... Terminators>
using recover = recover_with<Report::always, Rule, Terminator::stays, Terminators...>;
/// Quiet when the part before was missing altogether.
template <typename Rule, TokenKind... Terminators>
using recover_after = recover_with<Report::unless_previous_is_empty, Rule, Terminator::stays, Terminators...>;

/// Goes one level deeper; too deep is a failure, so that no input exhausts the stack.
template <typename Rule>
struct nested {
  FLEETLINT_RULE(nested) {
    if (s.depth >= s.nesting_limit)
      return s.fail_at(E::nesting_too_deep, here(in), std::to_string(s.nesting_limit));
    ++s.depth;
    const bool result = FLEETLINT_RUN(Rule);
    if (result) --s.depth;  // else recover_with restores it
    return result;
  }
};

/// Runs the rule where object and array literals (and nested resources) may or may not stand.
template <bool Complex, bool Resources, typename Rule>
struct allowing {
  FLEETLINT_RULE(allowing) {
    const bool complex = s.allow_complex, resources = s.allow_resources;
    s.allow_complex = Complex;
    s.allow_resources = Resources;
    const bool result = FLEETLINT_RUN(Rule);
    s.allow_complex = complex;
    s.allow_resources = resources;
    return result;
  }
};

// --- lists --------------------------------------------------------------------

/// Items of an object, array or the like up to (not with) the closing token: separated by line breaks or by
/// single commas.
template <TokenKind Close, typename Item>
struct item_list {
  FLEETLINT_RULE(item_list) {
    if (peek(in, s) == Close) return true;
    in.bump(past_new_lines(in, s));
    bool expect_item = true;
    while (!at_end(in, s) && peek(in, s) != Close) {
      if (expect_item) {
        if (!FLEETLINT_RUN(Item)) return false;
      } else if (peek(in, s) == T::NewLine) {
        in.bump(past_new_lines(in, s));
      } else if (peek(in, s) == T::Comma) {
        in.bump(1);
        if (peek(in, s) == T::NewLine) {
          // Common when a one-line list is being broken into lines: said once, here.
          FLEETLINT_DO(missing<E::unexpected_new_line_after_comma>);
          in.bump(1);
        }
      } else {
        FLEETLINT_DO(missing<E::expected_new_line_or_comma>);
      }
      expect_item = !expect_item;
    }
    return true;
  }
};

/// Arguments up to (not with) the closing token: separated by commas, each of which line breaks may follow.
template <TokenKind Close, typename Item>
struct argument_list {
  FLEETLINT_RULE(argument_list) {
    if (peek(in, s) == Close) return true;
    in.bump(past_new_lines(in, s));
    bool expect_item = true;
    while (!at_end(in, s) && peek(in, s) != Close) {
      if (expect_item) {
        if (!FLEETLINT_RUN(Item)) return false;
      } else if (peek(in, s) == T::NewLine) {
        const auto next = past_comment_lines(in, s);
        // Without anything more, the closing token is what is missing, at the end of this line.
        if (peek(in, s, next) == T::EndOfFile) break;
        if (peek(in, s, next) != Close) FLEETLINT_DO(missing<E::expected_comma>);
        in.bump(past_new_lines(in, s));
      } else if (peek(in, s) == T::Comma) {
        in.bump(1);
        in.bump(past_new_lines(in, s));
        if (peek(in, s) == Close && !FLEETLINT_RUN(Item))
          return false;  // a trailing comma: an item is missing
      } else {
        FLEETLINT_DO(missing<E::expected_new_line_or_comma>);
      }
      expect_item = !expect_item;
    }
    return true;
  }

 private:
  /// Steps over the line break and all following ones that end a line with nothing but a comment.
  template <typename Input>
  static std::uint32_t past_comment_lines(const Input& in, const ParseState& s) {
    std::uint32_t ahead = 1;
    while (peek(in, s, ahead) == T::NewLine) {
      const auto gap = s.tokens.gap_before(here(in) + ahead);
      if (s.tokens.text.substr(gap.begin, gap.size()).find('/') == std::string_view::npos) break;
      ++ahead;
    }
    return ahead;
  }
};

}  // namespace fleetlint::syntax::parsing
