#include "fleetlint/grammar/syntax.h"

#include <algorithm>

namespace fleetlint::syntax {

std::string_view to_string(NodeKind kind) {
  static constexpr std::string_view names[] = {
#define NODE(Name) #Name,
#include "fleetlint/grammar/node_kind.def"
  };
  return names[static_cast<unsigned>(kind)];
}

Span span_of_node(const TokenBuffer& tokens, const SyntaxNode& node) {
  if (node.flags & SyntaxNode::after_previous) {
    const auto at = node.first_token == 0 ? 0 : tokens.ends[node.first_token - 1];
    return {at, at};
  }
  const auto end = (node.flags & SyntaxNode::ends_at_next) || node.first_token == node.end_token
                       ? tokens.starts[node.end_token]
                       : tokens.ends[node.end_token - 1];
  return {tokens.starts[node.first_token], end};
}

Span Node::span() const {
  const auto& tokens = tree_->tokens;
  auto span = span_of_node(tokens, raw());
  switch (kind()) {
    case NodeKind::Program:
      span.begin = 0;
      break;
    case NodeKind::ExtensionDeclaration:
    case NodeKind::ExtensionConfigAssignment:
    case NodeKind::UsingDeclaration:
    case NodeKind::ExtendsDeclaration:
    case NodeKind::ParameterAssignment: {
      // Decorators are not allowed on these, and the reference's span starts behind them.
      auto keyword = raw().first_token;
      for (const auto child : children())
        if (child.kind() == NodeKind::Decorator) keyword = child.end_token();
      while (tokens.kind(keyword) == TokenKind::NewLine) ++keyword;
      span.begin = tokens.starts[keyword];
      break;
    }
    default:
      break;
  }
  return span;
}

std::string_view Node::text() const {
  const auto place = span();
  return tree_->tokens.text.substr(place.begin, place.size());
}

Node Node::child(NodeKind kind) const {
  for (const auto node : children())
    if (node.kind() == kind) return node;
  return {};
}

Node Node::part(Role role) const {
  for (const auto node : children())
    if (node.role() == role) return node;
  return {};
}

std::uint32_t Node::child_count() const {
  std::uint32_t count = 0;
  for ([[maybe_unused]] const auto node : children()) ++count;
  return count;
}

std::optional<std::uint32_t> Node::token(TokenKind kind) const {
  for (const auto element : elements())
    if (!element.node && tree_->tokens.kind(element.token) == kind) return element.token;
  return std::nullopt;
}

TokenKind Node::operator_kind() const {
  for (const auto element : elements())
    if (!element.node) return tree_->tokens.kind(element.token);
  return TokenKind::EndOfFile;
}

std::string_view Node::name_text() const {
  const auto identifier = is(NodeKind::Identifier) ? *this : name();
  if (!identifier || identifier.contains_error() || identifier.is_empty()) return {};
  // An identifier that is there is one token.
  const auto& tokens = tree_->tokens;
  const auto token = identifier.raw().first_token;
  return tokens.text.substr(tokens.starts[token], tokens.ends[token] - tokens.starts[token]);
}

Span Node::name_span() const {
  const auto identifier = is(NodeKind::Identifier) ? *this : name();
  return identifier ? identifier.span() : span();
}

Node SyntaxTree::node_at(std::uint32_t offset) const {
  auto current = root();
  while (true) {
    Node inner;
    for (const auto child : current.children()) {
      const auto span = child.span();
      // A later child wins: at `a.b|` and at the start of a token the right-hand node is the interesting one.
      if (span.begin <= offset && offset <= span.end &&
          (!inner || offset > inner.span().end || !child.is_empty()))
        inner = child;
      if (span.begin > offset) break;
    }
    if (!inner) return current;
    current = inner;
  }
}

std::vector<std::uint32_t> SyntaxTree::parents() const {
  std::vector<std::uint32_t> result(nodes.size(), 0);
  for (std::uint32_t parent = 0; parent < nodes.size(); ++parent)
    for (auto child = parent + 1; child < parent + nodes[parent].subtree_size;
         child += nodes[child].subtree_size)
      result[child] = parent;
  return result;
}

}  // namespace fleetlint::syntax
