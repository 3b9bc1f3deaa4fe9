#pragma once
// Type expressions: unions, objects, tuples, arrays, nullable and parameterized types. Part of the parser's
// one grammar.
#include "expression_rules.h"

namespace fleetlint::syntax::parsing {

struct type_expression;
struct leading_decorators;

// --- parameterized types ------------------------------------------------------

struct type_argument
    : node<NodeKind::ParameterizedTypeArgument,
           as<Role::value, recover<type_expression, T::NewLine, T::Comma, T::RightChevron>>> {};
struct close_type_arguments : choose<when<next_is<T::RightChevron>, take_token>,
                                     otherwise<missing<E::expected_character, T::RightChevron>>> {};
struct type_arguments : all<expect_character<T::LeftChevron>, argument_list<T::RightChevron, type_argument>,
                            close_type_arguments> {};

/// `name` or `name<...>`.
struct named_type {
  FLEETLINT_RULE(named_type) {
    const auto mark = s.mark();
    const auto first = here(in);
    FLEETLINT_DO(as<Role::name, identifier<E::expected_type_identifier>>);
    const bool parameterized = peek(in, s) == T::LeftChevron;
    if (parameterized && !FLEETLINT_RUN(type_arguments)) return false;
    s.push(parameterized ? NodeKind::ParameterizedTypeInstantiation : NodeKind::TypeVariableAccess, mark,
           first, here(in));
    return true;
  }
};

// --- objects and tuples -------------------------------------------------------

struct type_property_key
    : choose<when<next_is_identifier, identifier<E::expected_property_name>>,
             when<next_is<T::StringComplete, T::StringLeftPiece>,
                  unless_skipped<E::expected_property_name, string_literal>>,
             when<next_is<T::Asterisk>, take_token>, otherwise<fail<E::expected_property_name_or_matcher>>> {
};
struct type_property {
  FLEETLINT_RULE(type_property) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(leading_decorators)) return false;
    const bool any_name = peek(in, s) == T::Asterisk;
    FLEETLINT_DO(as<Role::name, recover<type_property_key, T::Colon, T::NewLine, T::RightBrace>>);
    FLEETLINT_DO(member_colon<expect_character<T::Colon>>);
    FLEETLINT_DO(as<Role::value, recover_after<type_expression, T::NewLine, T::RightBrace>>);
    s.push(any_name ? NodeKind::ObjectTypeAdditionalProperties : NodeKind::ObjectTypeProperty, mark, first,
           here(in));
    return true;
  }
};
struct object_type : node<NodeKind::ObjectType, expect_character<T::LeftBrace>,
                          item_list<T::RightBrace, type_property>, expect_character<T::RightBrace>> {};

struct tuple_item
    : recover<node<NodeKind::TupleTypeItem, leading_decorators, as<Role::value, type_expression>>, T::NewLine,
              T::RightSquare> {};
struct tuple_type : node<NodeKind::TupleType, expect_character<T::LeftSquare>,
                         item_list<T::RightSquare, tuple_item>, expect_character<T::RightSquare>> {};

// --- primaries and suffixes ---------------------------------------------------

struct primary_type
    : choose<
          when<next_is_identifier, named_type>,
          when<next_is<T::StringComplete, T::StringLeftPiece>, string_of_kind<NodeKind::StringTypeLiteral>>,
          when<next_is<T::LeftBrace>, object_type>, when<next_is<T::LeftSquare>, tuple_type>,
          when<next_is<T::Integer>, node<NodeKind::IntegerTypeLiteral, integer_token>>,
          when<next_is<T::TrueKeyword, T::FalseKeyword>, node<NodeKind::BooleanTypeLiteral, take_token>>,
          when<next_is<T::NullKeyword>, node<NodeKind::NullTypeLiteral, take_token>>,
          when<next_is<T::LeftParen>, parenthesized<NodeKind::ParenthesizedType, type_expression, false>>,
          otherwise<fail<E::unrecognized_type_expression>>> {};

/// `[]` behind a type; the type before it becomes the member of the array type.
struct array_type_suffix {
  template <p::apply_mode A, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static bool match_suffix(Input& in, ParseState& s, std::uint32_t mark, std::uint32_t first) {
    s.nodes.back().role = Role::value;
    s.push(NodeKind::ArrayTypeMember, mark, first, here(in)).role = Role::base;
    in.bump(2);
    s.push(NodeKind::ArrayType, mark, first, here(in));
    return true;
  }
};
/// `.name` or `.name<...>` behind a type.
struct type_dot_suffix {
  template <p::apply_mode A, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static bool match_suffix(Input& in, ParseState& s, std::uint32_t mark, std::uint32_t first) {
    in.bump(1);
    FLEETLINT_DO(member_name<E::expected_function_or_property_name>);
    const bool parameterized = peek(in, s) == T::LeftChevron;
    if (parameterized && !FLEETLINT_RUN(type_arguments)) return false;
    s.push(parameterized ? NodeKind::InstanceParameterizedTypeInstantiation : NodeKind::TypePropertyAccess,
           mark, first, here(in));
    return true;
  }
};

/// These two tokens come next.
template <TokenKind First, TokenKind Second>
struct next_two_are {
  template <typename Input>
  FLEETLINT_TEST {
    return peek(in, s) == First && peek(in, s, 1) == Second;
  }
};
struct member_type
    : chain<primary_type, when<next_two_are<T::LeftSquare, T::RightSquare>, array_type_suffix>,
            when<next_two_are<T::LeftSquare, T::Asterisk>,
                 suffix<NodeKind::TypeItemsAccess, take_token, take_token, expect_character<T::RightSquare>>>,
            when<next_is<T::LeftSquare>, suffix<NodeKind::TypeArrayAccess, take_token,
                                                as<Role::index, allowing<false, false, expression>>,
                                                expect_character<T::RightSquare>>>,
            when<next_two_are<T::Dot, T::Asterisk>,
                 suffix<NodeKind::TypeAdditionalPropertiesAccess, take_token, take_token>>,
            when<next_is<T::Dot>, type_dot_suffix>> {};

struct unary_base_type
    : choose<when<next_is<T::Exclamation, T::Minus>,
                  node<NodeKind::UnaryTypeOperation, take_token, as<Role::value, operand<member_type>>>>,
             otherwise<member_type>> {};
struct unary_type
    : chain<unary_base_type, when<next_is<T::Question>, suffix<NodeKind::NullableType, take_token>>,
            when<next_is<T::Exclamation>, suffix<NodeKind::NonNullableType, take_token>>> {};

// --- unions -------------------------------------------------------------------

struct union_member : node<NodeKind::UnionTypeMember, as<Role::value, unary_type>> {};
/// One line break may stand in front of `|`, so that each member has its line.
struct at_pipe {
  template <typename Input>
  FLEETLINT_TEST {
    return peek(in, s) == T::Pipe || (peek(in, s) == T::NewLine && peek(in, s, 1) == T::Pipe);
  }
};
struct union_or_single_type {
  FLEETLINT_RULE(union_or_single_type) {
    const auto mark = s.mark();
    const auto first = here(in);
    const bool leading_pipe = at_pipe::test(in, s);
    if (leading_pipe) take_pipe(in, s);
    const auto member_first = here(in);
    if (!FLEETLINT_RUN(unary_type)) return false;
    if (!leading_pipe && !at_pipe::test(in, s)) return true;
    s.nodes.back().role = Role::value;
    s.push(NodeKind::UnionTypeMember, mark, member_first, here(in));
    while (at_pipe::test(in, s)) {
      take_pipe(in, s);
      // A line break behind `|` is not taken, or the next declaration would pass for a member.
      if (peek(in, s) == T::NewLine)
        FLEETLINT_DO(missing<E::expected_type_literal>);
      else
        FLEETLINT_DO(recover<union_member>);
    }
    s.push(NodeKind::UnionType, mark, first, here(in));
    return true;
  }

 private:
  template <typename Input>
  static void take_pipe(Input& in, ParseState& s) {
    in.bump(past_new_lines(in, s) + 1);
  }
};
struct type_expression : nested<union_or_single_type> {};

// --- the type of a declaration ------------------------------------------------

struct string_follows : next_is<T::StringComplete, T::StringLeftPiece> {};
using resource_type_string = as<Role::type, unless_skipped<E::expected_resource_type_string, string_literal>>;
template <bool Optional>
struct resource_type_name : resource_type_string {};
/// Only an output may say just `resource`.
template <>
struct resource_type_name<true> : choose<when<string_follows, resource_type_string>> {};

/// `resource 'type'`, but not `resource<'type'>`, which is an ordinary type.
struct at_resource_type {
  template <typename Input>
  FLEETLINT_TEST {
    return peek(in, s) == T::KeywordResource && peek(in, s, 1) != T::LeftChevron;
  }
};
template <bool OptionalResourceType>
struct declared_type
    : choose<when<at_resource_type,
                  node<NodeKind::ResourceType, take_token,
                       recover<resource_type_name<OptionalResourceType>, T::Assignment, T::NewLine>>>,
             otherwise<type_expression>> {};

}  // namespace fleetlint::syntax::parsing
