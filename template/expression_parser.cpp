// The grammar of template expressions. The tree is built while parsing, on an explicit stack; no alternative that has
// built something is ever left, so nothing must be undone.
#include "expression_parser.h"

#include <cstring>

#include <tao/pegtl.hpp>

namespace fleetlint::arm {
namespace {

namespace pegtl = tao::pegtl;

struct Builder {
  std::string_view text;
  Location base;
  const std::uint32_t* offsets;
  Arena& arena;
  const Limits& limits;
  ExpressionScratch& scratch;
  std::uint32_t depth = 0;
  std::string_view error;
  std::uint32_t error_offset = 0;

  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text.data()); }
  Location location(std::uint32_t begin, std::uint32_t end) const {
    if (offsets) return {base.source, {offsets[begin], offsets[end]}};
    return {base.source, {base.span.begin + begin, base.span.begin + end}};
  }
  void fail(std::string_view message, std::uint32_t at) {
    if (!error.empty()) return;
    error = message;
    error_offset = at;
  }

  template <typename Input>
  void push(ExpressionKind kind, const Input& in, std::string_view value, std::int64_t integer = 0) {
    auto* expression = arena.create<Expression>();
    expression->kind = kind;
    expression->text = value;
    expression->integer = integer;
    expression->location = location(offset(in.begin()), offset(in.end()));
    scratch.operands.push_back(expression);
  }

  void open_call(std::uint32_t begin, std::uint32_t name_end) {
    scratch.calls.push_back({begin, name_end, scratch.operands.size()});
  }
  void close_call(std::uint32_t end) {
    const auto call = scratch.calls.back();
    scratch.calls.pop_back();
    auto* expression = arena.create<Expression>();
    expression->kind = ExpressionKind::call;
    expression->text = text.substr(call.begin, call.name_end - call.begin);
    expression->location = location(call.begin, end);
    auto& operands = scratch.operands;
    expression->arguments = arena.copy(std::span<const Expression* const>(operands).subspan(call.first_argument));
    operands.resize(call.first_argument);
    operands.push_back(expression);
  }

  /// Replaces base and key on the stack by the access.
  void access(bool dotted, std::uint32_t end) {
    auto& operands = scratch.operands;
    auto* expression = arena.create<Expression>();
    expression->kind = ExpressionKind::access;
    expression->dotted = dotted;
    expression->arguments = arena.copy(std::span<const Expression* const>(operands).last(2));
    operands.pop_back();
    expression->location = {base.source, {operands.back()->location.span.begin, location(end, end).span.end}};
    operands.back() = expression;
  }
};

// Notes an error and fails: the first one noted is told.
template <const char* message>
struct failure {
  using rule_t = failure;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class, template <typename...> class, typename Input>
  static bool match(Input& in, Builder& builder) {
    builder.fail(message, builder.offset(in.current()));
    return false;
  }
};
template <typename Rule, const char* message>
struct expect : pegtl::sor<Rule, failure<message>> {};

/// Bounds the nesting of brackets, and with it the recursion of the parser.
template <typename Rule>
struct nested {
  using rule_t = nested;
  using subs_t = pegtl::type_list<Rule>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static bool match(Input& in, Builder& builder) {
    if (builder.depth >= builder.limits.nesting) {
      builder.fail("is nested too deeply", builder.offset(in.current()));
      return false;
    }
    ++builder.depth;
    const bool matched = Control<Rule>::template match<A, M, Action, Control>(in, builder);
    --builder.depth;
    return matched;
  }
};

constexpr char no_term[] = "expected a function call, a string or an integer";
constexpr char no_open[] = "expected `(`: a bare word is not an expression";
constexpr char no_close[] = "expected `,` or `)`";
constexpr char no_bracket[] = "expected `]`";
constexpr char no_name[] = "expected a property name";
constexpr char no_quote[] = "the string is not terminated";
constexpr char no_end[] = "unexpected text after the expression";
constexpr char no_fraction[] = "expressions have no fractional numbers; use `json('…')`";

struct blank : pegtl::star<pegtl::one<' ', '\t', '\n', '\r'>> {};
struct name_start : pegtl::ranges<'a', 'z', 'A', 'Z', '_', '_', '$', '$'> {};
struct name_rest : pegtl::ranges<'a', 'z', 'A', 'Z', '0', '9', '_', '_', '$', '$'> {};
struct name : pegtl::seq<name_start, pegtl::star<name_rest>> {};

struct term;
/// Up to the closing quote; a doubled quote is part of the string. By memchr, as a third of all bytes are in strings.
struct string_text {
  using rule_t = string_text;
  using subs_t = pegtl::empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const char* at = in.current();
    while (true) {
      const auto* quote = static_cast<const char*>(std::memchr(at, '\'', static_cast<std::size_t>(in.end() - at)));
      if (!quote) quote = in.end();
      if (in.end() - quote >= 2 && quote[1] == '\'') {
        at = quote + 2;
        continue;
      }
      in.bump(static_cast<std::size_t>(quote - in.current()));
      return true;
    }
  }
};
struct quoted : pegtl::seq<pegtl::one<'\''>, string_text, expect<pegtl::one<'\''>, no_quote>> {};
struct integer : pegtl::seq<pegtl::opt<pegtl::one<'-'>>, pegtl::plus<pegtl::digit>> {};
struct number : pegtl::seq<integer, pegtl::not_at<name_start>, pegtl::sor<pegtl::not_at<pegtl::one<'.'>>, failure<no_fraction>>> {};

struct function_name : pegtl::seq<name, pegtl::star<pegtl::one<'.'>, name>> {};
struct open : pegtl::one<'('> {};
struct close : pegtl::one<')'> {};
struct next_argument : pegtl::seq<pegtl::one<','>, blank, expect<term, no_term>, blank> {};
struct arguments : pegtl::seq<expect<term, no_term>, blank, pegtl::star<next_argument>> {};
struct call : pegtl::seq<function_name, blank, expect<open, no_open>, blank,
                         pegtl::sor<close, pegtl::seq<nested<arguments>, expect<close, no_close>>>> {};

struct member_name : name {};
struct dotted : pegtl::seq<pegtl::one<'.'>, blank, expect<member_name, no_name>> {};
struct index_close : pegtl::one<']'> {};
struct indexed : pegtl::seq<pegtl::one<'['>, blank, nested<expect<term, no_term>>, blank, expect<index_close, no_bracket>> {};
struct suffix : pegtl::seq<blank, pegtl::sor<dotted, indexed>> {};

struct term : pegtl::seq<pegtl::sor<quoted, number, call>, pegtl::star<suffix>> {};
struct expression : pegtl::seq<blank, expect<term, no_term>, blank, expect<pegtl::eof, no_end>> {};

template <typename Rule>
struct action : pegtl::nothing<Rule> {};

template <>
struct action<quoted> {
  template <typename Input>
  static void apply(const Input& in, Builder& builder) {
    const std::string_view raw(in.begin() + 1, in.size() - 2);
    if (raw.find('\'') == std::string_view::npos) return builder.push(ExpressionKind::string, in, raw);
    auto copy = builder.arena.create_array<char>(raw.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      copy[size++] = raw[i];
      if (raw[i] == '\'') ++i;
    }
    builder.push(ExpressionKind::string, in, {copy.data(), size});
  }
};

template <>
struct action<number> {
  /// The language has 32-bit literals; larger values come from functions and JSON.
  template <typename Input>
  static bool apply(const Input& in, Builder& builder) {
    const std::string_view spelling(in.begin(), in.size());
    const bool negative = spelling[0] == '-';
    std::int64_t value = 0;
    for (const char c : spelling.substr(negative ? 1 : 0)) {
      value = value * 10 + (c - '0');
      if (value > (std::int64_t{1} << 31)) break;
    }
    if (negative) value = -value;
    if (value > INT32_MAX || value < INT32_MIN) {
      builder.fail("the integer does not fit 32 bits; use `json('…')`", builder.offset(in.begin()));
      return false;
    }
    builder.push(ExpressionKind::integer, in, spelling, value);
    return true;
  }
};

template <>
struct action<function_name> {
  template <typename Input>
  static void apply(const Input& in, Builder& builder) {
    builder.open_call(builder.offset(in.begin()), builder.offset(in.end()));
  }
};
template <>
struct action<close> {
  template <typename Input>
  static void apply(const Input& in, Builder& builder) { builder.close_call(builder.offset(in.end())); }
};
template <>
struct action<member_name> {
  template <typename Input>
  static void apply(const Input& in, Builder& builder) {
    builder.push(ExpressionKind::string, in, {in.begin(), in.size()});
    builder.access(true, builder.offset(in.end()));
  }
};
template <>
struct action<index_close> {
  template <typename Input>
  static void apply(const Input& in, Builder& builder) { builder.access(false, builder.offset(in.end())); }
};

}  // namespace

ParsedExpression parse_mapped_expression(std::string_view text, Location base, const std::uint32_t* offsets, Arena& arena,
                                         const Limits& limits, ExpressionScratch& scratch) {
  scratch.operands.clear();
  scratch.calls.clear();
  Builder builder{text, base, offsets, arena, limits, scratch};
  pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf_crlf, const char*> in(text.data(), text.data() + text.size(), "");
  if (pegtl::parse<expression, action>(in, builder) && builder.error.empty())
    return {scratch.operands.back(), {}, 0};
  return {nullptr, builder.error.empty() ? std::string_view(no_term) : builder.error, builder.error_offset};
}

ParsedExpression parse_expression(std::string_view text, Location base, Arena& arena, const Limits& limits) {
  ExpressionScratch scratch;
  return parse_mapped_expression(text, base, nullptr, arena, limits, scratch);
}

}  // namespace fleetlint::arm
