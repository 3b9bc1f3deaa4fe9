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

Span Node::span() const {
  const auto& node = raw();
  const auto& tokens = tree_->tokens;
  if (node.first_token < node.end_token) return {tokens.starts[node.first_token], tokens.ends[node.end_token - 1]};
  const bool after_previous = (node.flags & SyntaxNode::after_previous) != 0 && node.first_token > 0;
  const auto at = after_previous ? tokens.ends[node.first_token - 1]
                                 : tokens.starts[std::min(node.first_token, tokens.size() - 1)];
  return {at, at};
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
  return identifier && !identifier.contains_error() ? identifier.text() : std::string_view{};
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
      if (span.begin <= offset && offset <= span.end && (!inner || offset > inner.span().end || !child.is_empty())) inner = child;
      if (span.begin > offset) break;
    }
    if (!inner) return current;
    current = inner;
  }
}

std::vector<std::uint32_t> SyntaxTree::parents() const {
  std::vector<std::uint32_t> result(nodes.size(), 0);
  for (std::uint32_t parent = 0; parent < nodes.size(); ++parent)
    for (auto child = parent + 1; child < parent + nodes[parent].subtree_size; child += nodes[child].subtree_size)
      result[child] = parent;
  return result;
}

}  // namespace fleetlint::syntax
