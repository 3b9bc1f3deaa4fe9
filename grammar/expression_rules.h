#pragma once
// Expressions: operators, member access, calls, literals, objects, arrays, loops, lambdas. Part of the
// parser's one grammar.
#include "string_rules.h"

namespace fleetlint::syntax::parsing {

struct declaration_in_object;

// --- calls --------------------------------------------------------------------

struct argument : node<NodeKind::FunctionArgument,
                       as<Role::value, recover<expression, T::NewLine, T::Comma, T::RightParen>>> {};
struct close_arguments : choose<when<next_is<T::RightParen>, take_token>,
                                otherwise<missing<E::expected_character, T::RightParen>>> {};
struct arguments
    : all<expect_character<T::LeftParen>, argument_list<T::RightParen, argument>, close_arguments> {};

/// `.name` or `.name(...)` behind an expression.
template <bool SafeAccess>
struct dot_suffix {
  template <p::apply_mode A, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static bool match_suffix(Input& in, ParseState& s, std::uint32_t mark, std::uint32_t first) {
    in.bump(1);
    const bool safe = SafeAccess && peek(in, s) == T::Question;
    const auto marker = here(in);
    if (safe) in.bump(1);
    const auto name_mark = s.mark();
    FLEETLINT_DO(member_name<E::expected_function_or_property_name>);
    if (peek(in, s) != T::LeftParen) {
      s.push(NodeKind::PropertyAccess, mark, first, here(in));
      return true;
    }
    if (safe) {
      s.nodes.back().role = Role::none;
      s.push_skipped(name_mark, marker, here(in));
      s.report(E::safe_access_on_instance_function, s.tokens.span(marker));
      s.push(NodeKind::Identifier, name_mark, marker, here(in)).role = Role::name;
    }
    if (!FLEETLINT_RUN(arguments)) return false;
    s.push(NodeKind::InstanceFunctionCall, mark, first, here(in));
    return true;
  }
};

/// New lines after `=>`, unless the next line starts a declaration: then the body is what is missing.
struct new_lines_before_body {
  FLEETLINT_RULE(new_lines_before_body) {
    constexpr auto declarations =
        token_set<T::KeywordAssert, T::KeywordImport, T::KeywordMetadata, T::KeywordParam, T::KeywordVar,
                  T::KeywordResource, T::KeywordOutput, T::KeywordModule, T::KeywordType>();
    const auto ahead = past_new_lines(in, s);
    if (!declarations.contains(peek(in, s, ahead))) in.bump(ahead);
    return true;
  }
};
struct lambda_body
    : all<new_lines_before_body,
          as<Role::body, recover<allowing<true, false, expression>, T::NewLine, T::RightParen>>> {};

/// `name`, `name(...)` or `name => body`.
struct word_expression {
  FLEETLINT_RULE(word_expression) {
    const auto mark = s.mark();
    const auto first = here(in);
    FLEETLINT_DO(as<Role::name, identifier<E::expected_variable_or_function_name>>);
    if (peek(in, s) == T::LeftParen) {
      if (!FLEETLINT_RUN(arguments)) return false;
      s.push(NodeKind::FunctionCall, mark, first, here(in));
    } else if (peek(in, s) == T::Arrow) {
      s.push(NodeKind::LocalVariable, mark, first, here(in)).role = Role::variables;
      in.bump(1);
      if (!FLEETLINT_RUN(lambda_body)) return false;
      s.push(NodeKind::Lambda, mark, first, here(in));
    } else {
      s.push(NodeKind::VariableAccess, mark, first, here(in));
    }
    return true;
  }
};

// --- parentheses --------------------------------------------------------------

/// `(` and the items before `)`. Leaves in the state how many nodes and tokens they are, and what the last
/// one was.
template <typename Item, bool PermitNewLines>
struct parenthesized_items {
  FLEETLINT_RULE(parenthesized_items) {
    if (!FLEETLINT_RUN(expect_character<T::LeftParen>)) return false;
    std::uint32_t count = 0;
    s.previous = {};
    const auto take = [&](std::uint32_t tokens) {
      in.bump(tokens);
      count += tokens;
      if (tokens != 0) s.previous = {};
    };
    const auto take_new_lines = [&] { take(PermitNewLines ? past_new_lines(in, s) : 0); };
    take_new_lines();
    while (peek(in, s) != T::RightParen) {
      FLEETLINT_DO(recover<Item, T::StringRightPiece, T::RightBrace, T::RightParen, T::RightSquare,
                           T::NewLine, T::Comma>);
      ++count;
      take_new_lines();
      if (peek(in, s) != T::Comma) break;
      take(1);
      take_new_lines();
    }
    s.block_items = count;
    return true;
  }
};
struct close_paren : recover_after<expect_character<T::RightParen>, T::StringRightPiece, T::RightBrace,
                                   T::RightSquare, T::NewLine> {};

/// Makes the items since the mark the variables of a block: names become LocalVariable, anything else is
/// skipped.
inline void make_variables(ParseState& s, std::uint32_t mark) {
  bool all_names = true;
  for (auto root = s.mark(); root > mark; root -= s.nodes[root - 1].subtree_size) {
    auto& item = s.nodes[root - 1];
    if (item.kind == NodeKind::VariableAccess)
      item.kind = NodeKind::LocalVariable;
    else if (item.kind != NodeKind::SkippedTrivia)
      all_names = false;
  }
  if (all_names) return;
  std::vector<SyntaxNode> items(s.nodes.begin() + mark, s.nodes.end());
  std::vector<std::size_t> ends;
  for (auto root = items.size(); root > 0; root -= items[root - 1].subtree_size) ends.push_back(root);
  s.nodes.resize(mark);
  std::size_t begin = 0;
  for (auto end = ends.rbegin(); end != ends.rend(); begin = *end++) {
    const auto item_mark = s.mark();
    s.nodes.insert(s.nodes.end(), items.begin() + static_cast<std::ptrdiff_t>(begin),
                   items.begin() + static_cast<std::ptrdiff_t>(*end));
    const auto item = s.nodes.back();
    if (item.kind != NodeKind::LocalVariable && item.kind != NodeKind::SkippedTrivia)
      s.push_skipped(item_mark, item.first_token, item.end_token);
  }
  s.last_broken = s.mark() - 1;
}

/// Makes the items since the mark the content of parentheses, which is exactly one expression.
template <typename Input>
void make_content(const Input& in, ParseState& s, std::uint32_t mark, std::uint32_t first) {
  const auto previous = s.previous;
  if (s.block_items == 0) {
    auto& nothing = s.push_skipped(mark, first, first);
    nothing.flags |= SyntaxNode::after_previous;
    nothing.flags &= static_cast<std::uint8_t>(~SyntaxNode::ends_at_next);
    s.report(E::parentheses_need_one_item, s.span_of(nothing));
  } else if (s.block_items > 1) {
    s.report(E::parentheses_need_one_item, s.span_of(s.push_skipped(mark, first, here(in))));
  } else if (s.mark() == mark) {
    s.push_skipped(mark, first, here(in));
  }
  s.nodes.back().role = Role::value;
  s.previous = previous;
}

template <NodeKind Kind, typename Item, bool PermitNewLines>
struct parenthesized {
  FLEETLINT_RULE(parenthesized) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(parenthesized_items<Item, PermitNewLines>)) return false;
    make_content(in, s, mark, first + 1);
    FLEETLINT_DO(close_paren);
    s.push(Kind, mark, first, here(in));
    return true;
  }
};
struct parenthesized_expression : parenthesized<NodeKind::ParenthesizedExpression, expression, true> {};

/// The same list can turn out to be the variables of a lambda: when `=>` follows its end.
struct parenthesized_expression_or_lambda {
  FLEETLINT_RULE(parenthesized_expression_or_lambda) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(parenthesized_items<expression, true>)) return false;
    if (peek(in, s) == T::RightParen && peek(in, s, 1) == T::Arrow) {
      make_variables(s, mark);
      in.bump(1);
      s.push(NodeKind::VariableBlock, mark, first, here(in)).role = Role::variables;
      in.bump(1);
      if (!FLEETLINT_RUN(lambda_body)) return false;
      s.push(NodeKind::Lambda, mark, first, here(in));
      return true;
    }
    make_content(in, s, mark, first + 1);
    FLEETLINT_DO(close_paren);
    s.push(NodeKind::ParenthesizedExpression, mark, first, here(in));
    return true;
  }
};

// --- objects and arrays -------------------------------------------------------

template <TokenKind... Terminators>
struct spread : node<NodeKind::SpreadExpression, take_token,
                     as<Role::value, recover<allowing<true, false, expression>, Terminators...>>> {};

struct property_key : choose<when<next_is_identifier, identifier<E::expected_property_name>>,
                             when<next_is<T::StringComplete, T::StringLeftPiece>,
                                  unless_skipped<E::expected_property_name, string_literal>>,
                             otherwise<fail<E::expected_property_name>>> {};
template <typename Rule>
struct member_colon : recover_after<Rule, T::NewLine, T::RightBrace> {};
struct property
    : node<NodeKind::ObjectProperty,
           as<Role::name, recover<property_key, T::Colon, T::NewLine, T::RightBrace>>,
           member_colon<expect_character<T::Colon>>,
           as<Role::value, recover_after<allowing<true, false, expression>, T::NewLine, T::RightBrace>>> {};

/// `@` or `resource name`, where nested resources may stand; `resource:` is a property like any other.
struct at_nested_resource {
  template <typename Input>
  FLEETLINT_TEST {
    if (!s.allow_resources) return false;
    return peek(in, s) == T::At || (peek(in, s) == T::KeywordResource && is_identifier(peek(in, s, 1)));
  }
};
struct object_member : recover<choose<when<at_nested_resource, declaration_in_object>,
                                      when<next_is<T::Ellipsis>, spread<T::Comma, T::NewLine, T::RightBrace>>,
                                      otherwise<property>>,
                               T::NewLine, T::RightBrace> {};
struct object : node<NodeKind::Object, expect_character<T::LeftBrace>,
                     item_list<T::RightBrace, object_member>, expect_character<T::RightBrace>> {};

struct array_member
    : recover<
          choose<when<next_is<T::Ellipsis>, spread<T::Comma, T::NewLine, T::RightSquare>>,
                 otherwise<node<NodeKind::ArrayItem, as<Role::value, allowing<true, false, expression>>>>>,
          T::NewLine, T::RightSquare> {};
struct array : node<NodeKind::Array, expect_character<T::LeftSquare>, item_list<T::RightSquare, array_member>,
                    expect_character<T::RightSquare>> {};

// --- conditions and loops -----------------------------------------------------

/// After a condition that is broken, a missing body goes without saying.
struct note_condition {
  FLEETLINT_RULE(note_condition) {
    const auto& condition = s.nodes.back();
    bool closed = condition.kind == NodeKind::ParenthesizedExpression &&
                  s.tokens.kind(condition.end_token - 1) == T::RightParen;
    if (closed) {
      const auto& last = s.nodes[s.nodes.size() - 2];
      closed = !(last.kind == NodeKind::SkippedTrivia && last.end_token == condition.end_token);
    }
    if (!closed) s.previous.is_empty = true;
    return true;
  }
};
struct condition_expression {
  FLEETLINT_RULE(condition_expression) {
    const bool resources = s.allow_resources;
    s.allow_resources = false;
    const bool result = FLEETLINT_RUN(parenthesized_expression);
    s.allow_resources = resources;
    return result;
  }
};
/// Inside a loop `]` also ends what is skipped, or the loop would miss it.
template <TokenKind... LoopEnd>
struct if_condition
    : node<NodeKind::IfCondition, expect_keyword<T::KeywordIf>,
           as<Role::condition, recover<condition_expression, LoopEnd..., T::LeftBrace, T::NewLine>>,
           note_condition, as<Role::body, recover_after<object, LoopEnd..., T::NewLine>>> {};

/// `(item, index)`.
struct loop_variable_block {
  FLEETLINT_RULE(loop_variable_block) {
    const auto mark = s.mark();
    const auto first = here(in);
    const auto errors = s.errors.size();
    if (!FLEETLINT_RUN(parenthesized_items<allowing<false, false, expression>, false>)) return false;
    FLEETLINT_DO(close_paren);
    make_variables(s, mark);
    std::uint32_t variables = 0;
    for (auto root = s.mark(); root > mark; root -= s.nodes[root - 1].subtree_size)
      variables += s.nodes[root - 1].kind == NodeKind::LocalVariable;
    const auto span = s.span_of(s.push(NodeKind::VariableBlock, mark, first, here(in)));
    if (variables != 2 && s.errors.size() == errors && !has_lexer_error(s, span)) {
      s.push_skipped(mark, first, here(in));
      s.report(E::loop_block_needs_two_variables, span, std::to_string(variables));
    }
    return true;
  }

  static bool has_lexer_error(const ParseState& s, Span span) {
    const auto& list = s.lexer_errors;
    auto error = std::lower_bound(list.begin(), list.end(), span.begin,
                                  [](const SyntaxError& e, std::uint32_t at) { return e.span.begin < at; });
    for (; error != list.end() && error->span.begin <= span.end; ++error)
      if (error->span.end <= span.end) return true;
    return false;
  }
};
struct loop_variables {
  FLEETLINT_RULE(loop_variables) {
    const auto errors = s.errors.size();
    const bool result = FLEETLINT_RUN(
        choose<
            when<next_is_identifier, node<NodeKind::LocalVariable,
                                          as<Role::name, identifier<E::expected_loop_variable_identifier>>>>,
            when<next_is<T::LeftParen>, loop_variable_block>,
            otherwise<missing<E::expected_loop_variable_or_block>>>);
    if (!result) return false;
    const auto span = s.span_of(s.nodes.back());
    s.previous = {false, s.errors.size() != errors || loop_variable_block::has_lexer_error(s, span)};
    return true;
  }
};
struct resource_loop_body
    : choose<when<next_is<T::LeftBrace>, object>, when<next_is<T::KeywordIf>, if_condition<T::RightSquare>>,
             otherwise<fail<E::expected_body_or_if>>> {};
struct value_loop_body {
  FLEETLINT_RULE(value_loop_body) {
    const bool complex = s.allow_complex;
    s.allow_complex = true;
    const bool result = FLEETLINT_RUN(expression);
    s.allow_complex = complex;
    return result;
  }
};
/// New lines before `]`; not behind a body that was skipped up to one.
struct new_lines_after_body {
  FLEETLINT_RULE(new_lines_after_body) {
    if (!s.previous.is_skipped) in.bump(past_new_lines(in, s));
    return true;
  }
};
template <typename Body>
struct loop : node<NodeKind::For, expect_character<T::LeftSquare>, new_lines, expect_keyword<T::KeywordFor>,
                   as<Role::variables, loop_variables>,
                   recover_after<expect_keyword<T::KeywordIn>, T::RightSquare, T::NewLine>,
                   as<Role::source,
                      recover_after<allowing<true, false, expression>, T::Colon, T::RightSquare, T::NewLine>>,
                   recover_after<expect_character<T::Colon>, T::RightSquare, T::NewLine>,
                   as<Role::body, recover_after<Body, T::RightSquare, T::NewLine>>, new_lines_after_body,
                   recover_after<expect_character<T::RightSquare>, T::RightSquare, T::NewLine>> {};

struct for_follows {
  template <typename Input>
  FLEETLINT_TEST {
    return peek(in, s, past_new_lines(in, s, 1)) == T::KeywordFor;
  }
};
struct array_or_loop : choose<when<for_follows, loop<value_loop_body>>, otherwise<array>> {};

// --- primaries and operators --------------------------------------------------

/// Digits that fit 64 bits, or the error at them.
struct integer_token {
  FLEETLINT_RULE(integer_token) {
    const auto token = here(in);
    in.bump(1);
    std::uint64_t value = 0;
    for (const char digit : s.tokens.text_of(token)) {
      const auto added = static_cast<std::uint64_t>(digit - '0');
      if (value > (UINT64_MAX - added) / 10) return s.fail_at(E::invalid_integer, token);
      value = value * 10 + added;
    }
    return true;
  }
};

struct complex_allowed {
  template <typename Input>
  FLEETLINT_TEST {
    return s.allow_complex;
  }
};
template <typename Rule>
struct if_complex_allowed
    : choose<when<complex_allowed, Rule>, otherwise<fail<E::complex_literals_not_allowed>>> {};

struct primary
    : choose<when<next_is_identifier, word_expression>,
             when<next_is<T::StringComplete, T::StringLeftPiece>, string_literal>,
             when<next_is<T::LeftBrace>, if_complex_allowed<object>>,
             when<next_is<T::LeftSquare>, if_complex_allowed<array_or_loop>>,
             when<next_is<T::TrueKeyword, T::FalseKeyword>, node<NodeKind::BooleanLiteral, take_token>>,
             when<next_is<T::Integer>, node<NodeKind::IntegerLiteral, integer_token>>,
             when<next_is<T::NullKeyword>, node<NodeKind::NullLiteral, take_token>>,
             when<next_is<T::LeftParen>, parenthesized_expression_or_lambda>,
             otherwise<fail<E::unrecognized_expression>>> {};

template <TokenKind K>
struct optional_token : choose<when<next_is<K>, take_token>> {};
struct index_expression
    : choose<when<next_is<T::RightSquare>, missing<E::empty_indexer>>, otherwise<expression>> {};
struct member_expression
    : chain<
          primary, when<next_is<T::Dot>, dot_suffix<true>>,
          when<next_is<T::LeftSquare>,
               suffix<NodeKind::ArrayAccess, take_token, optional_token<T::Question>, optional_token<T::Hat>,
                      as<Role::index, index_expression>, expect_character<T::RightSquare>>>,
          when<next_is<T::DoubleColon>, suffix<NodeKind::ResourceAccess, take_token,
                                               member_name<E::expected_function_or_property_name>>>,
          when<next_is<T::Exclamation>, suffix<NodeKind::NonNullAssertion, take_token>>> {};

/// An operand that may be missing.
template <typename Rule, TokenKind... More>
struct operand
    : recover<Rule, More..., T::StringRightPiece, T::RightBrace, T::RightParen, T::RightSquare, T::NewLine> {
};

struct unary_expression
    : choose<when<next_is<T::Exclamation, T::Minus>,
                  node<NodeKind::UnaryOperation, take_token, as<Role::value, operand<member_expression>>>>,
             otherwise<member_expression>> {};

constexpr int precedence(TokenKind kind) {
  switch (kind) {
    case T::Modulo:
    case T::Asterisk:
    case T::Slash:
      return 100;
    case T::Plus:
    case T::Minus:
      return 90;
    case T::RightChevron:
    case T::GreaterThanOrEqual:
    case T::LeftChevron:
    case T::LessThanOrEqual:
      return 80;
    case T::Equals:
    case T::NotEquals:
    case T::EqualsInsensitive:
    case T::NotEqualsInsensitive:
      return 70;
    case T::LogicalAnd:
      return 50;
    case T::LogicalOr:
      return 40;
    case T::DoubleQuestion:
      return 30;
    default:
      return -1;
  }
}
/// Operators that bind tighter than `Above`: precedence climbing as one rule for each level.
template <int Above>
struct binary_expression {
  FLEETLINT_RULE(binary_expression) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(unary_expression)) return false;
    for (auto level = precedence(peek(in, s)); level > Above; level = precedence(peek(in, s))) {
      s.nodes.back().role = Role::left;
      in.bump(1);
      right_operand<A, Action, Control>(in, s, level);
      s.nodes.back().role = Role::right;
      s.push(NodeKind::BinaryOperation, mark, first, here(in));
    }
    return true;
  }

 private:
  template <p::apply_mode A, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static void right_operand(Input& in, ParseState& s, int level) {
    switch (level) {
      case 100:
        FLEETLINT_DO(operand<unary_expression>);
        break;
      case 90:
        FLEETLINT_DO(operand<binary_expression<90>>);
        break;
      case 80:
        FLEETLINT_DO(operand<binary_expression<80>>);
        break;
      case 70:
        FLEETLINT_DO(operand<binary_expression<70>>);
        break;
      case 50:
        FLEETLINT_DO(operand<binary_expression<50>>);
        break;
      case 40:
        FLEETLINT_DO(operand<binary_expression<40>>);
        break;
      default:
        FLEETLINT_DO(operand<binary_expression<30>>);
        break;
    }
  }
};

struct ternary_expression {
  FLEETLINT_RULE(ternary_expression) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(binary_expression<0>)) return false;
    const auto ahead = past_new_lines(in, s);
    if (peek(in, s, ahead) != T::Question) return true;
    s.nodes.back().role = Role::condition;
    in.bump(ahead + 1);
    FLEETLINT_DO(as<Role::when_true, operand<expression, T::Colon>>);
    if (!s.previous.is_skipped && peek(in, s, past_new_lines(in, s)) == T::Colon)
      in.bump(past_new_lines(in, s));
    FLEETLINT_DO(ternary_part<expect_character<T::Colon>>);
    FLEETLINT_DO(as<Role::when_false, ternary_part<expression>>);
    s.push(NodeKind::TernaryOperation, mark, first, here(in));
    return true;
  }

 private:
  template <typename Rule>
  struct ternary_part
      : recover_after<Rule, T::StringRightPiece, T::RightBrace, T::RightParen, T::RightSquare, T::NewLine> {};
};
struct expression : nested<ternary_expression> {};

/// An expression in which object and array literals may stand, as they may in most places.
struct any_expression : allowing<true, false, expression> {};

}  // namespace fleetlint::syntax::parsing
