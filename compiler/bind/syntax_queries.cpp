#include "bind/syntax_queries.h"

#include "fleetlint/base/unicode.h"
#include "fleetlint/grammar/parse.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

std::optional<std::string_view> literal_text(Node string, Arena& arena) {
  if (!string || string.kind() != NodeKind::String) return std::nullopt;
  // The common case needs no copy: one token between quotes without escapes.
  const auto& tokens = string.tree().tokens;
  const auto first = string.first_token();
  if (string.end_token() == first + 1 && tokens.kind(first) == syntax::TokenKind::StringComplete) {
    const auto text = tokens.text_of(first);
    if (text.size() >= 2 && text.front() == '\'' && text.find('\\') == std::string_view::npos && !text.starts_with("'''")) {
      return text.substr(1, text.size() - 2);
    }
  }
  auto value = syntax::literal_string(string);
  if (!value) return std::nullopt;
  return arena.copy(std::string_view(*value));
}

std::optional<std::string_view> property_key(Node property, Arena& arena) {
  const auto name = property.part(Role::name);
  if (!name) return std::nullopt;
  if (name.kind() == NodeKind::Identifier) return name.name_text();
  if (name.kind() == NodeKind::String) return literal_text(name, arena);
  return std::nullopt;
}

Node find_property(Node object, std::string_view name, Arena& arena) {
  if (!object || object.kind() != NodeKind::Object) return {};
  for (Node child : object.children()) {
    if (child.kind() == NodeKind::ObjectProperty && property_key(child, arena) == name) return child;
  }
  return {};
}

Node property_value(Node object, std::string_view name, Arena& arena) {
  const auto property = find_property(object, name, arena);
  return property ? property.part(Role::value) : Node();
}

Node find_property_ignoring_case(Node object, std::string_view name, Arena& arena) {
  if (!object || object.kind() != NodeKind::Object) return {};
  for (Node child : object.children()) {
    if (child.kind() != NodeKind::ObjectProperty) continue;
    if (const auto key = property_key(child, arena); key && equals_ignoring_case(*key, name)) return child;
  }
  return {};
}

Node property_value_ignoring_case(Node object, std::string_view name, Arena& arena) {
  const auto property = find_property_ignoring_case(object, name, arena);
  return property ? property.part(Role::value) : Node();
}

std::vector<Node> arguments_of(Node call) {
  std::vector<Node> arguments;
  if (call.raw().subtree_size > 2) arguments.reserve(4);
  for (Node child : call.children()) {
    if (child.is(NodeKind::FunctionArgument)) arguments.push_back(child);
  }
  return arguments;
}

std::vector<Node> argument_values(Node call) {
  auto values = arguments_of(call);
  for (auto& argument : values) argument = argument.part(Role::value);
  return values;
}

Node unwrap_parentheses(Node expression) {
  while (expression && expression.kind() == NodeKind::ParenthesizedExpression) expression = expression.part(Role::value);
  return expression;
}

Node unwrap_non_null(Node expression) {
  while (expression && expression.kind() == NodeKind::NonNullAssertion) expression = expression.part(Role::base);
  return expression;
}

BodyParts body_parts(Node value) {
  BodyParts parts;
  if (value && value.kind() == NodeKind::For) {
    parts.loop = value;
    value = value.part(Role::body);
  }
  if (value && value.kind() == NodeKind::IfCondition) {
    parts.condition = value;
    value = value.part(Role::body);
  }
  if (value && value.kind() == NodeKind::Object) parts.object = value;
  return parts;
}

LoopVariables loop_variables(Node loop) {
  LoopVariables variables;
  const auto part = loop.part(Role::variables);
  if (!part) return variables;
  if (part.kind() == NodeKind::LocalVariable) {
    variables.item = part;
  } else if (part.kind() == NodeKind::VariableBlock) {
    for (Node child : part.children()) {
      if (child.kind() != NodeKind::LocalVariable) continue;
      if (!variables.item) variables.item = child;
      else if (!variables.index) variables.index = child;
    }
  }
  return variables;
}

Node extension_specification(Node statement) {
  if (const auto path = statement.part(Role::path)) return path;
  for (Node child : statement.children()) {
    if (child.kind() == NodeKind::Identifier || child.kind() == NodeKind::String) return child;
  }
  return {};
}

bool contains_any(syntax::Node node, const KindSet& kinds) {
  const auto& nodes = node.tree().nodes;
  const auto end = node.index() + node.raw().subtree_size;
  for (auto at = node.index(); at < end; ++at) {
    if (kinds.has(nodes[at].kind)) return true;
  }
  return false;
}

}  // namespace fleetlint::compiler
