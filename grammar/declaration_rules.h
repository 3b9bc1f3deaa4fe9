#pragma once
// Statements of template and parameter files, with their decorators. Part of the parser's one grammar.
#include "type_rules.h"

namespace fleetlint::syntax::parsing {

// --- decorators ---------------------------------------------------------------

struct decorator_name {
  FLEETLINT_RULE(decorator_name) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(as<Role::name, identifier<E::expected_decorator_name>>)) return false;
    const bool call = peek(in, s) == T::LeftParen;
    if (call && !FLEETLINT_RUN(arguments)) return false;
    s.push(call ? NodeKind::FunctionCall : NodeKind::VariableAccess, mark, first, here(in));
    return true;
  }
};
struct decorator_expression : chain<decorator_name, when<next_is<T::Dot>, dot_suffix<false>>> {};
struct decorator : node<NodeKind::Decorator, take_token,
                        as<Role::value, recover<allowing<true, false, decorator_expression>, T::NewLine>>> {};
/// Decorators, each on lines of its own.
struct leading_decorators {
  FLEETLINT_RULE(leading_decorators) {
    while (peek(in, s) == T::At) {
      FLEETLINT_DO(decorator);
      FLEETLINT_DO(recover_with<Report::always, new_line, Terminator::is_consumed, T::NewLine>);
      in.bump(past_new_lines(in, s));
    }
    return true;
  }
};

// --- parts --------------------------------------------------------------------

struct assignment : recover_after<expect_character<T::Assignment>, T::NewLine> {};
struct assigned_value : as<Role::value, recover_after<any_expression, T::NewLine>> {};
/// `=` in front of a body: what is skipped ends at the body's brace, too.
struct body_assignment : recover_after<expect_character<T::Assignment>, T::LeftBrace, T::NewLine> {};

template <Role R, E Error, TokenKind... Terminators>
struct string_part : as<R, recover_after<unless_skipped<Error, string_literal>, Terminators...>> {};

struct at_if_on_next_line {
  template <typename Input>
  FLEETLINT_TEST {
    return peek(in, s, past_new_lines(in, s)) == T::KeywordIf;
  }
};
struct at_if_after_assignment {
  template <typename Input>
  FLEETLINT_TEST {
    return !s.previous.is_skipped && at_if_on_next_line::test(in, s);
  }
};

template <bool NestedResources>
struct deployed_body
    : as<Role::body,
         recover_after<
             allowing<true, NestedResources,
                      choose<when<next_is<T::LeftBrace>, object>, when<next_is<T::KeywordIf>, if_condition<>>,
                             when<next_is<T::LeftSquare>, loop<resource_loop_body>>,
                             otherwise<fail<E::expected_body_if_or_loop>>>>,
             T::NewLine>> {};
struct object_body : as<Role::body, recover_after<allowing<true, false, object>, T::NewLine>> {};

template <E Error>
struct with_object : all<expect<Error, T::KeywordWith>,
                         as<Role::value, recover<allowing<true, false, object>, T::NewLine>>> {};

// --- statements ---------------------------------------------------------------

/// The parts of a statement behind its decorators, and what node they make together.
template <NodeKind Kind, typename... Rules>
struct statement {
  FLEETLINT_RULE(statement) {
    if (!(FLEETLINT_RUN(Rules) && ...)) return false;
    s.declared = Kind;
    return true;
  }
};

struct target_scope
    : statement<NodeKind::TargetScope, take_token, recover<expect_character<T::Assignment>, T::NewLine>,
                as<Role::value, recover<any_expression, T::NewLine>>> {};
struct metadata_declaration
    : statement<NodeKind::MetadataDeclaration, take_token,
                declared_name<E::expected_metadata_identifier, T::Assignment, T::NewLine>, assignment,
                assigned_value> {};
struct assert_declaration : statement<NodeKind::AssertDeclaration, take_token,
                                      declared_name<E::expected_assert_identifier, T::Assignment, T::NewLine>,
                                      assignment, assigned_value> {};

struct default_value : node<NodeKind::ParameterDefaultValue, take_token,
                            as<Role::value, recover<any_expression, T::NewLine>>> {};
struct parameter_modifier
    : choose<when<next_is<T::NewLine, T::EndOfFile>>, when<next_is<T::Assignment>, default_value>,
             otherwise<fail<E::expected_parameter_continuation>>> {};
struct parameter_declaration
    : statement<NodeKind::ParameterDeclaration, take_token,
                declared_name<E::expected_parameter_identifier, T::Identifier, T::NewLine>,
                as<Role::type, recover_after<declared_type<false>, T::Assignment, T::LeftBrace, T::NewLine>>,
                as<Role::default_value, recover_after<parameter_modifier, T::NewLine>>> {};

struct optional_variable_type
    : choose<when<next_is<T::EndOfFile, T::NewLine, T::Assignment>>, otherwise<declared_type<false>>> {};
struct variable_declaration
    : statement<NodeKind::VariableDeclaration, take_token,
                declared_name<E::expected_variable_identifier, T::Identifier, T::NewLine>,
                as<Role::type, recover_after<optional_variable_type, T::Assignment, T::NewLine>>, assignment,
                assigned_value> {};

struct output_declaration
    : statement<NodeKind::OutputDeclaration, take_token,
                declared_name<E::expected_output_identifier, T::Identifier, T::NewLine>,
                as<Role::type, recover_after<declared_type<true>, T::Assignment, T::NewLine>>, assignment,
                assigned_value> {};

struct type_declaration
    : statement<NodeKind::TypeDeclaration, take_token,
                declared_name<E::expected_type_identifier, T::Assignment, T::NewLine>, assignment,
                as<Role::value, recover_with<Report::unless_name_is_empty, declared_type<false>,
                                             Terminator::stays, T::Assignment, T::LeftBrace, T::NewLine>>> {};

struct resource_declaration
    : statement<
          NodeKind::ResourceDeclaration, take_token,
          declared_name<E::expected_resource_identifier, T::StringComplete, T::StringLeftPiece, T::NewLine>,
          string_part<Role::type, E::expected_resource_type_string, T::Assignment, T::NewLine>,
          optional_token<T::KeywordExisting>, body_assignment,
          choose<when<at_if_after_assignment, new_lines>>, deployed_body<true>> {};
struct module_declaration
    : statement<
          NodeKind::ModuleDeclaration, take_token,
          declared_name<E::expected_module_identifier, T::StringComplete, T::StringLeftPiece, T::NewLine>,
          string_part<Role::path, E::expected_module_path_string, T::Assignment, T::NewLine>, body_assignment,
          choose<when<at_if_on_next_line, new_lines>>, deployed_body<false>> {};
struct test_declaration
    : statement<NodeKind::TestDeclaration, take_token,
                declared_name<E::expected_test_identifier, T::StringComplete, T::StringLeftPiece, T::NewLine>,
                string_part<Role::path, E::expected_test_path_string, T::Assignment, T::NewLine>,
                body_assignment, object_body> {};

// --- functions ----------------------------------------------------------------

struct typed_variable
    : node<NodeKind::TypedLocalVariable,
           as<Role::name, identifier_or_missing<E::expected_variable_identifier>>,
           as<Role::type, recover<declared_type<false>, T::NewLine, T::Comma, T::RightParen>>> {};
struct typed_variables {
  FLEETLINT_RULE(typed_variables) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(parenthesized_items<typed_variable, true>)) return false;
    FLEETLINT_DO(close_paren);
    s.push(NodeKind::TypedVariableBlock, mark, first, here(in)).role = Role::variables;
    return true;
  }
};
struct new_lines_after_arrow {
  FLEETLINT_RULE(new_lines_after_arrow) {
    return s.previous.is_skipped || FLEETLINT_RUN(new_lines_before_body);
  }
};
struct typed_lambda
    : node<NodeKind::TypedLambda, typed_variables,
           as<Role::type, recover<declared_type<false>, T::NewLine, T::RightParen>>,
           recover<expect_character<T::Arrow>, T::NewLine, T::RightParen>, new_lines_after_arrow,
           as<Role::body, recover<any_expression, T::NewLine, T::RightParen>>> {};
struct function_declaration
    : statement<NodeKind::FunctionDeclaration, take_token,
                declared_name<E::expected_variable_identifier, T::Assignment, T::NewLine>,
                as<Role::lambda, recover_after<typed_lambda, T::NewLine>>> {};

// --- imports and extensions ---------------------------------------------------

struct import_alias : node<NodeKind::AliasAsClause, take_token,
                           declared_name<E::expected_type_identifier, T::Comma, T::NewLine>> {};
/// One token that cannot stand here, with the error.
template <E Error>
struct skip_token {
  FLEETLINT_RULE(skip_token) {
    const auto token = here(in);
    in.bump(1);
    s.push_skipped(s.mark(), token, here(in));
    s.report(Error, s.tokens.span(token));
    return true;
  }
};
struct interpolated_import_name {
  FLEETLINT_RULE(interpolated_import_name) {
    const auto mark = s.mark();
    const auto first = here(in);
    FLEETLINT_DO(string_literal);
    const auto span = s.span_of(s.nodes.back());
    const bool extends = (s.nodes.back().flags & SyntaxNode::ends_at_next) != 0;
    auto& node = s.push_skipped(mark, first, here(in));
    if (extends) node.flags |= SyntaxNode::ends_at_next;
    s.report(E::compile_time_constant_required, span);
    return true;
  }
};
struct imported_name : choose<when<next_is_identifier, identifier<E::expected_exported_symbol_name>>,
                              when<next_is<T::StringComplete>, string_literal>,
                              when<next_is<T::StringLeftPiece>, interpolated_import_name>,
                              otherwise<skip_token<E::expected_exported_symbol_name>>> {};
struct import_item {
  FLEETLINT_RULE(import_item) {
    const auto mark = s.mark();
    const auto first = here(in);
    FLEETLINT_DO(as<Role::name, imported_name>);
    const bool is_string = s.nodes.back().kind == NodeKind::String;
    if (peek(in, s) == T::KeywordAs) {
      FLEETLINT_DO(as<Role::alias, import_alias>);
    } else if (is_string) {
      s.nodes.back().role = Role::none;
      s.report(E::import_item_needs_alias, s.span_of(s.push_skipped(mark, first, here(in))));
      return true;
    }
    s.push(NodeKind::ImportedSymbolsListItem, mark, first, here(in));
    return true;
  }
};
struct import_list : node<NodeKind::ImportedSymbolsList, take_token, item_list<T::RightBrace, import_item>,
                          expect_character<T::RightBrace>> {};
struct wildcard_import
    : node<NodeKind::WildcardImport, take_token,
           as<Role::alias, node<NodeKind::AliasAsClause, expect_keyword<T::KeywordAs>,
                                as<Role::name, identifier<E::expected_namespace_identifier>>>>> {};
struct import_target : choose<when<either<next_is<T::EndOfFile, T::NewLine>, next_is_identifier>,
                                   missing<E::expected_symbol_list_or_wildcard>>,
                              when<next_is<T::LeftBrace>, import_list>,
                              when<next_is<T::Asterisk>, recover<wildcard_import, T::NewLine>>,
                              otherwise<skip_token<E::expected_symbol_list_or_wildcard>>> {};
struct from_clause
    : node<NodeKind::CompileTimeImportFromClause, expect_keyword<T::KeywordFrom>,
           as<Role::path,
              recover<unless_skipped<E::expected_module_path_string, string_literal>, T::NewLine>>> {};
struct import_declaration
    : statement<NodeKind::CompileTimeImportDeclaration, take_token, as<Role::imports, import_target>,
                as<Role::from, recover<from_clause, T::NewLine>>> {};

struct at_with_or_as_end {
  template <typename Input>
  FLEETLINT_TEST {
    return peek(in, s) == T::EndOfFile || peek(in, s) == T::NewLine;
  }
};
struct extension_with : node<NodeKind::ExtensionWithClause, with_object<E::expected_with_as_or_new_line>> {};
struct extension_as : node<NodeKind::AliasAsClause, expect<E::expected_with_as_or_new_line, T::KeywordAs>,
                           declared_name<E::expected_extension_alias_name, T::NewLine>> {};
struct extension_specification
    : choose<when<next_is_identifier, identifier<E::expected_extension_specification>>,
             otherwise<
                 recover<unless_skipped<E::expected_extension_specification, string_literal>, T::NewLine>>> {
};
/// The specification is a part of its own for what may be missing behind it.
struct note_part {
  FLEETLINT_RULE(note_part) {
    const auto& part = s.nodes.back();
    const bool skipped = part.kind == NodeKind::SkippedTrivia;
    s.previous = {skipped, skipped && s.span_of(part).size() == 0};
    return true;
  }
};
struct extension_declaration
    : statement<
          NodeKind::ExtensionDeclaration, take_token, as<Role::path, extension_specification>, note_part,
          as<Role::with, choose<when<either<at_with_or_as_end, next_is<T::KeywordAs>>, absent>,
                                otherwise<recover_after<extension_with, T::NewLine>>>>,
          as<Role::alias,
             choose<when<at_with_or_as_end, absent>, otherwise<recover_after<extension_as, T::NewLine>>>>> {};
/// `import 'x'` is how an extension used to be declared.
struct import_or_extension
    : choose<when<next_two_are<T::KeywordImport, T::StringComplete>, extension_declaration>,
             when<next_two_are<T::KeywordImport, T::StringLeftPiece>, extension_declaration>,
             otherwise<import_declaration>> {};

// --- parameter files ----------------------------------------------------------

struct using_target
    : choose<when<next_is_identifier, node<NodeKind::NoneLiteral, expect_keyword<T::KeywordNone>>>,
             when<next_is<T::StringComplete>, unless_skipped<E::expected_file_path_string, string_literal>>,
             otherwise<missing<E::expected_symbol_list_or_wildcard>>> {};
struct using_with : node<NodeKind::UsingWithClause, with_object<E::expected_with_or_new_line>> {};
struct using_declaration
    : statement<NodeKind::UsingDeclaration, take_token, as<Role::path, using_target>, note_part,
                as<Role::with, choose<when<at_with_or_as_end, absent>,
                                      otherwise<recover_after<using_with, T::NewLine>>>>> {};
struct extends_declaration
    : statement<
          NodeKind::ExtendsDeclaration, take_token,
          as<Role::path, recover<unless_skipped<E::extends_path_missing, string_literal>, T::NewLine>>> {};
struct parameter_assignment
    : statement<NodeKind::ParameterAssignment, take_token,
                declared_name<E::expected_parameter_identifier, T::Identifier, T::NewLine>, assignment,
                assigned_value> {};
struct extension_config_with : node<NodeKind::ExtensionWithClause, with_object<E::expected_keyword>> {};
struct extension_config_assignment
    : statement<NodeKind::ExtensionConfigAssignment, take_token,
                declared_name<E::expected_extension_alias_name, T::Identifier, T::NewLine>,
                as<Role::with, recover_after<extension_config_with, T::NewLine>>> {};

// --- which statement ----------------------------------------------------------

struct line_break : statement<NodeKind::Program, take_token> {};

/// Decorators without a declaration are a statement of their own; anything else is the error.
template <E Error, bool KeepDecorators>
struct no_declaration {
  FLEETLINT_RULE(no_declaration) {
    if (!KeepDecorators || s.declared != NodeKind::Decorator) return s.fail_at(Error, here(in));
    s.declared = NodeKind::MissingDeclaration;
    return true;
  }
};

struct template_statement
    : choose<when<next_is<T::KeywordParam>, parameter_declaration>,
             when<next_is<T::KeywordResource>, resource_declaration>,
             when<next_is<T::KeywordVar>, variable_declaration>, when<next_is<T::NewLine>, line_break>,
             when<next_is<T::KeywordOutput>, output_declaration>,
             when<next_is<T::KeywordModule>, module_declaration>,
             when<next_is<T::KeywordType>, type_declaration>,
             when<next_is<T::KeywordFunc>, function_declaration>,
             when<next_is<T::KeywordImport>, import_or_extension>,
             when<next_is<T::KeywordTargetScope>, target_scope>,
             when<next_is<T::KeywordMetadata>, metadata_declaration>,
             when<next_is<T::KeywordExtension>, extension_declaration>,
             when<next_is<T::KeywordAssert>, assert_declaration>,
             when<next_is<T::KeywordTest>, test_declaration>,
             otherwise<no_declaration<E::unrecognized_declaration, true>>> {};
struct object_statement : choose<when<next_is<T::KeywordResource>, resource_declaration>,
                                 otherwise<no_declaration<E::unrecognized_declaration, true>>> {};
struct parameter_file_statement
    : choose<when<next_is<T::KeywordParam>, parameter_assignment>, when<next_is<T::NewLine>, line_break>,
             when<next_is<T::KeywordUsing>, using_declaration>,
             when<next_is<T::KeywordVar>, variable_declaration>,
             when<next_is<T::KeywordImport>, import_declaration>,
             when<next_is<T::KeywordExtends>, extends_declaration>,
             when<next_is<T::KeywordType>, type_declaration>,
             when<next_is<T::KeywordExtension>, extension_declaration>,
             when<next_is<T::KeywordExtensionConfig>, extension_config_assignment>,
             otherwise<no_declaration<E::unrecognized_params_file_declaration, false>>> {};

template <typename Statement>
struct decorated {
  FLEETLINT_RULE(decorated) {
    const auto mark = s.mark();
    const auto first = here(in);
    if (!FLEETLINT_RUN(leading_decorators)) return false;
    s.declared = here(in) == first ? NodeKind::Program : NodeKind::Decorator;
    if (!FLEETLINT_RUN(Statement)) return false;
    if (s.declared != NodeKind::Program) s.push(s.declared, mark, first, here(in));
    return true;
  }
};
template <typename Statement>
struct declaration : recover<nested<decorated<Statement>>, T::NewLine> {};
struct declaration_in_object : declaration<object_statement> {};

struct new_line_or_end : choose<when<next_is<T::EndOfFile>>, otherwise<new_line>> {};

template <typename Statement>
struct program {
  FLEETLINT_RULE(program) {
    while (!at_end(in, s)) {
      const auto mark = s.mark();
      FLEETLINT_DO(declaration<Statement>);
      if (s.mark() == mark) continue;  // a line break
      const auto made = s.nodes.back().kind;
      if (made != NodeKind::SkippedTrivia && made != NodeKind::MissingDeclaration)
        FLEETLINT_DO(recover_with<Report::always, new_line_or_end, Terminator::is_consumed, T::NewLine>);
    }
    in.bump(1);
    s.push(NodeKind::Program, 0, 0, here(in));
    return true;
  }
};

}  // namespace fleetlint::syntax::parsing
