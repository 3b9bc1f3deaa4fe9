#pragma once
// A tree in one line, for tests: `VariableDeclaration(var x = 1)` for nodes, the text of tokens, `_` for what
// is missing,
// `?(...)` for what was skipped; a line break is `;`. Identifiers, literals and variable names are just their
// text.
#include <string>
#include <string_view>

#include "fleetlint/grammar/parse.h"

namespace fleetlint::syntax {

inline std::string token_shape(const SyntaxTree& tree, std::uint32_t token) {
  switch (tree.tokens.kind(token)) {
    case TokenKind::NewLine:
      return ";";
    case TokenKind::EndOfFile:
      return "";
    default:
      return std::string(tree.tokens.text_of(token));
  }
}

inline std::string shape(Node node) {
  std::string parts;
  for (const auto element : node.elements()) {
    const auto part = element.node ? shape(element.node) : token_shape(node.tree(), element.token);
    if (!parts.empty() && !part.empty()) parts += ' ';
    parts += part;
  }
  switch (node.kind()) {
    case NodeKind::SkippedTrivia:
      return node.raw().subtree_size == 1 && node.is_empty() ? "_" : "?(" + parts + ")";
    case NodeKind::Identifier:
    case NodeKind::VariableAccess:
    case NodeKind::LocalVariable:
    case NodeKind::TypeVariableAccess:
    case NodeKind::IntegerLiteral:
    case NodeKind::BooleanLiteral:
    case NodeKind::NullLiteral:
    case NodeKind::ArrayItem:
    case NodeKind::FunctionArgument:
      return parts;
    case NodeKind::String:
      return node.raw().subtree_size == 1 ? parts : "String(" + parts + ")";
    default:
      return std::string(to_string(node.kind())) + "(" + parts + ")";
  }
}

inline std::string shape(std::string_view text, FileKind kind = FileKind::template_file) {
  const auto tree = parse(text, kind);
  auto result = shape(tree.root());
  return result.substr(8, result.size() - 9);  // without "Program(" and ")"
}

/// The shape of an expression, as the value of a variable; with " !" and the codes behind it when there are
/// errors.
inline std::string expression_shape(std::string_view text) {
  const auto source = "var v = " + std::string(text);
  const auto tree = parse(source, FileKind::template_file);
  const auto declaration = tree.root().first_child();
  auto result = declaration ? shape(declaration.part(Role::value)) : std::string("nothing");
  for (const auto& error : tree.errors) result += " !" + std::string(error.code());
  return result;
}

/// The shape of a type, as that of a parameter.
inline std::string type_shape(std::string_view text) {
  const auto source = "param p " + std::string(text);
  const auto tree = parse(source, FileKind::template_file);
  const auto declaration = tree.root().first_child();
  auto result = declaration ? shape(declaration.part(Role::type)) : std::string("nothing");
  for (const auto& error : tree.errors) result += " !" + std::string(error.code());
  return result;
}

/// Each error as `BCP018@begin-end`, with blanks between.
inline std::string error_list(const SyntaxTree& tree) {
  std::string result;
  for (const auto& error : tree.errors) {
    if (!result.empty()) result += ' ';
    result += std::string(error.code()) + '@' + std::to_string(error.span.begin) + '-' +
              std::to_string(error.span.end);
  }
  return result;
}
inline std::string errors_of(std::string_view text, FileKind kind = FileKind::template_file) {
  return error_list(parse(text, kind));
}

/// What must hold for the tree of any text; empty when it does.
inline std::string broken_invariant(const SyntaxTree& tree) {
  const auto& tokens = tree.tokens;
  if (tokens.size() == 0 || tokens.kind(tokens.size() - 1) != TokenKind::EndOfFile) return "no end of file";
  for (std::uint32_t token = 0; token < tokens.size(); ++token) {
    if (tokens.starts[token] > tokens.ends[token]) return "a token ends before it starts";
    if (token > 0 && tokens.starts[token] < tokens.ends[token - 1]) return "tokens overlap";
    if (tokens.ends[token] > tokens.text.size()) return "a token ends behind the text";
  }
  if (tree.nodes.empty() || tree.nodes[0].kind != NodeKind::Program) return "no program";
  if (tree.nodes[0].subtree_size != tree.nodes.size()) return "the program does not hold all nodes";
  if (tree.nodes[0].first_token != 0 || tree.nodes[0].end_token != tokens.size())
    return "the program does not hold all tokens";
  for (std::uint32_t index = 0; index < tree.nodes.size(); ++index) {
    const auto& node = tree.nodes[index];
    if (node.subtree_size == 0 || index + node.subtree_size > tree.nodes.size())
      return "a subtree leaves the tree";
    if (node.first_token > node.end_token) return "a node ends before it starts";
    auto token = node.first_token;
    std::uint32_t child = index + 1;
    for (; child < index + node.subtree_size; child += tree.nodes[child].subtree_size) {
      if (tree.nodes[child].first_token < token || tree.nodes[child].end_token > node.end_token)
        return "a child leaves its parent";
      token = tree.nodes[child].end_token;
    }
    if (child != index + node.subtree_size) return "children do not fill their parent";
    if (node.kind == NodeKind::SkippedTrivia && node.first_token != node.end_token && !tree.has_errors())
      return "something was skipped without an error";
  }
  for (const auto& error : tree.errors)
    if (error.span.begin > error.span.end || error.span.end > tokens.text.size())
      return "an error leaves the text";
  if (print_source(tree) != tokens.text) return "bytes were lost";
  return "";
}

}  // namespace fleetlint::syntax
