// The lexer: a PEGTL grammar over bytes. Interpolated strings make it modal: a stack of open holes says
// whether `}` closes a brace or resumes a string. Rules with a body of their own count quotes and dollars,
// which a grammar cannot.
#include "lexer.h"

#include <array>
#include <tao/pegtl.hpp>

#include "string_escape.h"

namespace fleetlint::syntax {
namespace {
namespace p = tao::pegtl;

using T = TokenKind;
using E = SyntaxErrorKind;

constexpr std::size_t longest_identifier = 255;

/// An open `${`, or an object's brace inside one.
struct Hole {
  bool is_brace;
  bool is_multi_line;
  std::uint32_t dollars;  ///< how many introduce a hole of this multi-line string
};

struct LexState {
  TokenBuffer& out;
  std::vector<SyntaxError>& errors;
  std::uint32_t token_limit;
  std::vector<Hole> holes;

  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - out.text.data()); }
  void add(TokenKind kind, const char* begin, const char* end) {
    out.kinds.push_back(static_cast<char>(kind));
    out.starts.push_back(offset(begin));
    out.ends.push_back(offset(end));
  }
  [[gnu::cold]] void report(SyntaxErrorKind kind, const char* begin, const char* end, std::string argument = {}) {
    errors.push_back({kind, {offset(begin), offset(end)}, std::move(argument)});
  }
};

// What a rule with its own body must declare; see "custom rules" in PEGTL's documentation.
#define FLEETLINT_LEXER_RULE(name)                                                                     \
  using rule_t = name;                                                                                 \
  using subs_t = p::empty_list;                                                                        \
  template <p::apply_mode, p::rewind_mode, template <typename...> class, template <typename...> class, \
            typename Input>                                                                            \
  static bool match([[maybe_unused]] Input& in, [[maybe_unused]] LexState& s)

// --- runs of bytes -------------------------------------------------------------
// Most of a file is words, blanks and comments: one look into a table for each of their bytes.
enum ByteClass : std::uint8_t { blank = 1, word_start = 2, digit = 4, line_end = 8 };
constexpr auto byte_classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = word_start;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = word_start;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = digit;
  table['_'] = word_start;
  table[' '] = table['\t'] = blank;
  table['\n'] = table['\r'] = line_end;
  return table;
}();
constexpr bool is_in(char c, unsigned classes) {
  return (byte_classes[static_cast<unsigned char>(c)] & classes) != 0;
}

/// One byte of the first classes, then as many as there are of the following ones.
template <unsigned First, unsigned Following>
struct run_of {
  FLEETLINT_LEXER_RULE(run_of) {
    const char* at = in.current();
    if (at == in.end() || !is_in(*at, First)) return false;
    do ++at;
    while (at != in.end() && is_in(*at, Following));
    in.bump(static_cast<std::size_t>(at - in.current()));
    return true;
  }
};

// --- strings -------------------------------------------------------------------
/// Bytes that end the fast run through a single-quoted string.
constexpr auto is_special_in_string = [] {
  std::array<bool, 256> table{};
  for (const char c : {'\'', '$', '\\', '\n', '\r'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

/// Steps over a malformed escape that starts at the backslash, and reports it.
const char* skip_bad_escape(LexState& s, const char* backslash, const char* end) {
  const char* at = next_code_point(backslash + 1, end);  // even a line break
  if (backslash[1] != 'u') {
    s.report(E::unrecognized_escape, backslash, at);
    return at;
  }
  if (at == end) return at;  // the string is unterminated, which says it all
  if (*at == '{') {
    const char* const digits = ++at;
    while (at != end && is_hex_digit(*at)) ++at;
    if (at == end) return at;
    if (at != digits && *at == '}') ++at;  // the form is right, but it is no code point
  }
  s.report(E::invalid_unicode_escape, backslash, at);
  return at;
}

enum class Piece { start, resumed };

/// The rest of a single-quoted piece, after its opening quote or the `}` of a hole.
template <Piece P>
struct single_line_piece {
  FLEETLINT_LEXER_RULE(single_line_piece) {
    const char* const begin = in.current() - 1;
    const char* const end = in.end();
    const char* at = in.current();
    bool opens_hole = false;
    while (true) {
      while (at != end && !is_special_in_string[static_cast<unsigned char>(*at)]) ++at;
      if (at == end) {
        s.report(E::unterminated_string, begin, at);
        break;
      }
      if (is_in(*at, line_end)) {
        s.report(E::unterminated_string_at_new_line, begin, at);
        break;
      }
      const char c = *at++;
      if (c == '\'') break;
      if (c == '$') {
        if (at == end || *at != '{') continue;
        ++at;
        opens_hole = true;
        break;
      }
      if (at == end) {
        s.report(E::unterminated_escape, begin, at);
        break;
      }
      const auto escape = scan_escape({at - 1, static_cast<std::size_t>(end - at + 1)});
      at = escape.length != 0 ? at - 1 + escape.length : skip_bad_escape(s, at - 1, end);
    }
    in.bump(static_cast<std::size_t>(at - in.current()));
    if constexpr (P == Piece::start) {
      if (opens_hole) s.holes.push_back({false, false, 0});
      s.add(opens_hole ? T::StringLeftPiece : T::StringComplete, begin, at);
    } else {
      if (!opens_hole) s.holes.pop_back();
      s.add(opens_hole ? T::StringMiddlePiece : T::StringRightPiece, begin, at);
    }
    return true;
  }
};

/// The rest of a multi-line piece; `begin` is its first byte. Holes need at least `dollars` dollar signs,
/// none are possible with 0.
template <Piece P, typename Input>
void scan_multi_line(Input& in, LexState& s, const char* begin, std::uint32_t dollars) {
  const char* const end = in.end();
  const char* at = in.current();
  bool opens_hole = false, terminated = false;
  while (at != end && !terminated) {
    if (*at == '$') {
      std::uint32_t count = 0;
      while (at != end && *at == '$') ++at, ++count;
      if (dollars > 0 && count >= dollars && at != end && *at == '{') {
        ++at;
        opens_hole = terminated = true;
      }
    } else if (*at == '\'') {
      std::uint32_t count = 0;
      while (at != end && *at == '\'') ++at, ++count;
      terminated = count >= 3;  // more quotes than three belong to the text
    } else {
      ++at;
    }
  }
  if (!terminated) s.report(E::unterminated_multi_line_string, begin, at);
  in.bump(static_cast<std::size_t>(at - in.current()));
  if constexpr (P == Piece::start) {
    if (opens_hole) s.holes.push_back({false, true, dollars});
    s.add(opens_hole ? T::StringLeftPiece : T::StringComplete, begin, at);
  } else {
    if (!opens_hole) s.holes.pop_back();
    s.add(opens_hole ? T::StringMiddlePiece : T::StringRightPiece, begin, at);
  }
}

struct triple_quote : p::string<'\'', '\'', '\''> {};
struct multi_line_body {
  FLEETLINT_LEXER_RULE(multi_line_body) {
    scan_multi_line<Piece::start>(in, s, in.current() - 3, 0);
    return true;
  }
};
/// `$'''`, `$$'''`: as many dollars as open a hole.
struct interpolated_multi_line {
  FLEETLINT_LEXER_RULE(interpolated_multi_line) {
    const char* const begin = in.current();
    const char* at = begin;
    while (at != in.end() && *at == '$') ++at;
    if (at == begin) return false;
    const auto dollars = static_cast<std::uint32_t>(at - begin);
    if (in.end() - at < 3 || at[0] != '\'' || at[1] != '\'' || at[2] != '\'') return false;
    in.bump(dollars + 3);
    scan_multi_line<Piece::start>(in, s, begin, dollars);
    return true;
  }
};

/// `}` where a hole of a string is the innermost open thing.
struct resumed_string {
  FLEETLINT_LEXER_RULE(resumed_string) {
    if (s.holes.empty() || s.holes.back().is_brace || in.empty() || *in.current() != '}') return false;
    in.bump(1);
    const auto hole = s.holes.back();
    if (!hole.is_multi_line) return p::parse<single_line_piece<Piece::resumed>>(in, s);
    scan_multi_line<Piece::resumed>(in, s, in.current() - 1, hole.dollars);
    return true;
  }
};

// --- trivia --------------------------------------------------------------------
struct spaces : run_of<blank, blank> {};
struct line_comment {
  FLEETLINT_LEXER_RULE(line_comment) {
    if (in.size() < 2 || in.peek_char(0) != '/' || in.peek_char(1) != '/') return false;
    const char* at = in.current() + 2;
    while (at != in.end() && !is_in(*at, line_end)) ++at;
    in.bump(static_cast<std::size_t>(at - in.current()));
    return true;
  }
};
struct block_comment {
  FLEETLINT_LEXER_RULE(block_comment) {
    if (in.size() < 2 || in.peek_char(0) != '/' || in.peek_char(1) != '*') return false;
    const std::string_view rest(in.current(), static_cast<std::size_t>(in.end() - in.current()));
    const auto close = rest.find("*/", 2);
    if (close == std::string_view::npos) s.report(E::unterminated_comment, in.current(), in.end());
    in.bump(close == std::string_view::npos ? rest.size() : close + 2);
    return true;
  }
};

struct PragmaKeyword {
  std::string_view text;
  Pragma::Kind kind;
};
constexpr PragmaKeyword pragma_keywords[] = {
    {"#disable-next-line", Pragma::Kind::disable_next_line},
    {"#disable-diagnostics", Pragma::Kind::disable_diagnostics},
    {"#restore-diagnostics", Pragma::Kind::restore_diagnostics},
};

/// Only spaces before it on its line, and no comment right in front.
bool starts_line(const LexState& s, const char* at) {
  const char* const begin = s.out.text.data();
  while (at != begin && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\r')) --at;
  return at == begin || at[-1] == '\n' || (at - begin == 3 && s.out.text.starts_with("\xEF\xBB\xBF"));
}

/// A directive with its codes, up to the end of the last one: what follows (a comment, say) is read as usual.
struct pragma {
  FLEETLINT_LEXER_RULE(pragma) {
    if (in.empty() || *in.current() != '#') return false;
    const std::string_view rest(in.current(), static_cast<std::size_t>(in.end() - in.current()));
    for (const auto& keyword : pragma_keywords) {
      if (!rest.starts_with(keyword.text) || !starts_line(s, in.current())) continue;
      const char* end = read_codes(s, keyword, in.current(), in.end());
      in.bump(static_cast<std::size_t>(end - in.current()));
      return true;
    }
    return false;
  }

  static bool is_code_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }
  static const char* read_codes(LexState& s, const PragmaKeyword& keyword, const char* begin,
                                const char* end) {
    Pragma pragma{keyword.kind, {}, {}};
    const char* at = begin + keyword.text.size();
    const char* stop = at;
    while (at != end) {
      if (*at == ' ' || *at == '\t') {
        ++at;
        continue;
      }
      if (!is_code_char(*at)) break;
      const char* code = at;
      while (at != end && is_code_char(*at)) ++at;
      pragma.codes.push_back({s.offset(code), s.offset(at)});
      stop = at;
      if (at != end && *at != ' ' && *at != '\t') break;
    }
    if (pragma.codes.empty()) {
      stop = at;
      s.report(E::missing_diagnostic_codes, at, at);
    }
    pragma.span = {s.offset(begin), s.offset(stop)};
    s.out.pragmas.push_back(std::move(pragma));
    return stop;
  }
};

// --- tokens --------------------------------------------------------------------
struct in_hole {
  FLEETLINT_LEXER_RULE(in_hole) {
    (void)in;
    return !s.holes.empty();
  }
};
struct newline : run_of<line_end, line_end> {};
/// A hole cannot span lines: its string, and all strings around it, end here with an empty piece.
struct newline_in_hole : p::seq<in_hole, p::at<p::one<'\n', '\r'>>> {};
struct word : run_of<word_start, word_start | digit> {};
struct integer : run_of<digit, digit> {};
struct left_brace : p::one<'{'> {};
struct right_brace : p::one<'}'> {};
struct stray_dollars : p::plus<p::one<'$'>> {};
struct stray {
  FLEETLINT_LEXER_RULE(stray) {
    const char* const end = next_code_point(in.current(), in.end());
    in.bump(static_cast<std::size_t>(end - in.current()));
    return true;
  }
};
struct over_limit {
  FLEETLINT_LEXER_RULE(over_limit) {
    if (s.out.size() < s.token_limit) return false;
    s.report(E::too_many_tokens, in.current(), in.current(), std::to_string(s.token_limit));
    s.add(T::Unrecognized, in.current(), in.end());
    in.bump(in.size());
    return true;
  }
};

template <TokenKind K, char... C>
struct symbol : p::string<C...> {};
struct punctuation
    : p::sor<symbol<T::LeftParen, '('>, symbol<T::RightParen, ')'>, symbol<T::Ellipsis, '.', '.', '.'>,
             symbol<T::Dot, '.'>, symbol<T::Comma, ','>, symbol<T::LeftSquare, '['>,
             symbol<T::RightSquare, ']'>, symbol<T::At, '@'>, symbol<T::Equals, '=', '='>,
             symbol<T::EqualsInsensitive, '=', '~'>, symbol<T::Arrow, '=', '>'>, symbol<T::Assignment, '='>,
             symbol<T::DoubleQuestion, '?', '?'>, symbol<T::Question, '?'>, symbol<T::LogicalAnd, '&', '&'>,
             symbol<T::LogicalOr, '|', '|'>, symbol<T::Pipe, '|'>, symbol<T::NotEquals, '!', '='>,
             symbol<T::NotEqualsInsensitive, '!', '~'>, symbol<T::Exclamation, '!'>,
             symbol<T::LessThanOrEqual, '<', '='>, symbol<T::LeftChevron, '<'>,
             symbol<T::GreaterThanOrEqual, '>', '='>, symbol<T::RightChevron, '>'>, symbol<T::Plus, '+'>,
             symbol<T::Minus, '-'>, symbol<T::Asterisk, '*'>, symbol<T::Modulo, '%'>, symbol<T::Slash, '/'>,
             symbol<T::Hat, '^'>, symbol<T::Semicolon, ';'>> {};

// Most frequent first: a choice is a chain of tests.
struct token
    : p::sor<spaces, word, newline_in_hole, newline, symbol<T::DoubleColon, ':', ':'>, symbol<T::Colon, ':'>,
             p::seq<triple_quote, multi_line_body>, p::seq<p::one<'\''>, single_line_piece<Piece::start>>,
             resumed_string, right_brace, left_brace, integer, line_comment, block_comment, punctuation,
             pragma, interpolated_multi_line, stray_dollars, stray> {};
struct byte_order_mark : p::string<'\xEF', '\xBB', '\xBF'> {};
struct file : p::seq<p::opt<byte_order_mark>, p::until<p::eof, p::sor<over_limit, token>>> {};

// --- actions -------------------------------------------------------------------
template <typename Rule>
struct action : p::nothing<Rule> {};
template <TokenKind K>
struct add_token {
  template <typename Match>
  static void apply(const Match& match, LexState& s) {
    s.add(K, match.begin(), match.end());
  }
};
template <>
struct action<newline> : add_token<T::NewLine> {};
template <>
struct action<integer> : add_token<T::Integer> {};
template <TokenKind K, char... C>
struct action<symbol<K, C...>> : add_token<K> {};

template <>
struct action<word> {
  template <typename Match>
  static void apply(const Match& match, LexState& s) {
    if (match.size() > longest_identifier) s.report(E::identifier_too_long, match.begin(), match.end());
    s.add(classify_word(match.string_view()), match.begin(), match.end());
  }
};
template <>
struct action<left_brace> {
  template <typename Match>
  static void apply(const Match& match, LexState& s) {
    if (!s.holes.empty()) s.holes.push_back({true, false, 0});
    s.add(T::LeftBrace, match.begin(), match.end());
  }
};
// Nothing is taken off the stack: the reference compiler never does for braces, so that after an object
// literal in a hole every `}` is a brace and the string is never resumed. No file with such a hole compiles
// there, nor here.
template <>
struct action<right_brace> : add_token<T::RightBrace> {};
template <>
struct action<newline_in_hole> {
  template <typename Match>
  static void apply(const Match& match, LexState& s) {
    s.report(E::unterminated_string_at_new_line, match.begin(), match.begin());
    s.holes.clear();
    s.add(T::StringRightPiece, match.begin(), match.begin());
  }
};
struct add_stray {
  template <typename Match>
  static void apply(const Match& match, LexState& s) {
    const auto text = match.string_view();
    s.report(text == "\"" ? E::double_quote : E::unrecognized_token, match.begin(), match.end(),
             valid_utf8(text));
    s.add(T::Unrecognized, match.begin(), match.end());
  }
};
template <>
struct action<stray> : add_stray {};
template <>
struct action<stray_dollars> : add_stray {};

#undef FLEETLINT_LEXER_RULE

}  // namespace

void lex(std::string_view text, const Limits& limits, TokenBuffer& tokens, std::vector<SyntaxError>& errors) {
  tokens.text = text;
  const auto guess = text.size() / 5 + 16;
  tokens.kinds.reserve(guess);
  tokens.starts.reserve(guess);
  tokens.ends.reserve(guess);
  p::memory_input<p::tracking_mode::lazy, p::eol::lf, const char*> in(text.data(), text.data() + text.size(),
                                                                      "");
  LexState state{tokens, errors, limits.tokens, {}};
  p::parse<file, action>(in, state);  // cannot fail: `stray` takes any byte
  state.add(T::EndOfFile, text.data() + text.size(), text.data() + text.size());
}

}  // namespace fleetlint::syntax
