#pragma once
// The syntax tree: lossless, immutable, flat. Made by parse() (fleetlint/grammar/parse.h).
//
//   for (Node declaration : tree.root().children())
//     if (declaration.kind() == NodeKind::ParameterDeclaration) use(declaration.name(), declaration.part(Role::type));
//
// A node's tokens that no child covers are its own: `=` of a declaration, the operator of a binary operation.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"
#include "fleetlint/grammar/syntax_error.h"
#include "fleetlint/grammar/token.h"

namespace fleetlint::syntax {

enum class NodeKind : std::uint8_t {
#define NODE(Name) Name,
#include "fleetlint/grammar/node_kind.def"
};

/// The name in node_kind.def, which is also the reference compiler's (plus "Syntax").
std::string_view to_string(NodeKind kind);

/// What a child is to its parent. A broken part keeps its role, so that asking by role never finds a neighbour instead.
enum class Role : std::uint8_t {
  none,        ///< repeated children (items, arguments, declarations, decorators) and replaced tokens
  name,        ///< declared name, member name, called function, property key
  type,        ///< type of a declaration, resource type string, return type
  value,       ///< what is assigned; the expression of an item, argument, decorator, parenthesis, spread
  body,        ///< object, loop or condition of a resource, module or loop; body of a lambda
  path,        ///< of a module, test, import, using, extends, extension
  base,        ///< in front of a member access, call, index, postfix operator of a type
  index,       ///< between square brackets
  left,        ///< operand
  right,       ///< operand
  condition,   ///< of a ternary or if
  when_true,   ///< of a ternary
  when_false,  ///< of a ternary
  variables,   ///< loop or lambda variables
  source,      ///< what a loop iterates
  default_value,
  imports,  ///< list or wildcard of an import
  with,     ///< with clause
  alias,    ///< as clause
  from,     ///< from clause
  lambda,   ///< of a function declaration
};

/// One node in pre-order: children follow their parent, and the next sibling is `subtree_size` further on.
struct SyntaxNode {
  NodeKind kind;
  Role role;
  std::uint8_t flags;
  std::uint8_t reserved;
  std::uint32_t first_token;
  std::uint32_t end_token;  ///< one past the last token
  std::uint32_t subtree_size;

  enum : std::uint8_t {
    contains_error = 1,  ///< something broken or missing is this node or below it
    ends_at_next = 2,    ///< its last part is empty and stands right in front of the next token, so its span ends there
    after_previous = 4,  ///< empty node placed at the end of the token before, not at the start of the next
  };
};
static_assert(sizeof(SyntaxNode) == 16);

/// From the first to the last token of the node, without trivia around; of an empty node the place where it would be.
Span span_of_node(const TokenBuffer& tokens, const SyntaxNode& node);

class Node;
class Children;
class Elements;

enum class FileKind : std::uint8_t { template_file, parameter_file };

/// Tokens, nodes and errors of one file. Refers to the text, which must outlive it.
struct SyntaxTree {
  FileKind file_kind = FileKind::template_file;
  TokenBuffer tokens;
  std::vector<SyntaxNode> nodes;  ///< pre-order; nodes[0] is the Program
  std::vector<SyntaxError> errors;  ///< of lexer and parser, by position

  Node root() const;
  /// The node with this index of `nodes`.
  Node node(std::uint32_t index) const;
  bool has_errors() const { return !errors.empty(); }
  /// The innermost node whose span holds the offset (its end included, as a cursor sees it).
  Node node_at(std::uint32_t offset) const;
  /// For each node the index of its parent (the root's is 0): one pass, made when asked for.
  std::vector<std::uint32_t> parents() const;
};

/// A place in a tree: two words, copied freely, valid as long as the tree is. A default one is "no node" and false.
class Node {
 public:
  Node() = default;
  Node(const SyntaxTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}

  explicit operator bool() const { return tree_ != nullptr; }
  friend bool operator==(Node, Node) = default;

  const SyntaxTree& tree() const { return *tree_; }
  /// Names the node within its tree: a key for side tables.
  std::uint32_t index() const { return index_; }
  const SyntaxNode& raw() const { return tree_->nodes[index_]; }
  NodeKind kind() const { return raw().kind; }
  Role role() const { return raw().role; }
  bool is(NodeKind kind) const { return tree_ != nullptr && raw().kind == kind; }
  /// Something broken or missing is this node or somewhere below it.
  bool contains_error() const { return (raw().flags & SyntaxNode::contains_error) != 0; }
  /// Stands for something that is not there.
  bool is_empty() const { return raw().first_token == raw().end_token; }

  /// From the first to the last token, without trivia around; the Program is the whole text. An empty node has an empty span.
  Span span() const;
  std::string_view text() const;

  std::uint32_t first_token() const { return raw().first_token; }
  std::uint32_t end_token() const { return raw().end_token; }

  /// Child nodes in source order.
  Children children() const;
  /// Child nodes and the node's own tokens in source order: everything that the node is made of.
  Elements elements() const;
  Node first_child() const;
  /// The first child of that kind, or no node.
  Node child(NodeKind kind) const;
  /// The child with that role, or no node.
  Node part(Role role) const;
  std::uint32_t child_count() const;

  /// The first own token of that kind (not inside a child): the index of the token, if there is one.
  std::optional<std::uint32_t> token(TokenKind kind) const;
  /// Of a unary or binary operation: the kind of its operator.
  TokenKind operator_kind() const;

  /// part(Role::name); of a broken declaration it may be an Identifier without a token.
  Node name() const { return part(Role::name); }
  /// Of an Identifier: its text, empty when it is missing. Of a node with a name part: the text of that identifier.
  std::string_view name_text() const;
  /// The span of the name, for findings; the node's own span when it has none.
  Span name_span() const;

 private:
  const SyntaxTree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

/// Range over the children of a node.
class Children {
 public:
  class iterator {
   public:
    using value_type = Node;
    using difference_type = std::ptrdiff_t;
    iterator() = default;
    iterator(const SyntaxTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
    Node operator*() const { return {tree_, index_}; }
    iterator& operator++() {
      index_ += tree_->nodes[index_].subtree_size;
      return *this;
    }
    iterator operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(iterator a, iterator b) { return a.index_ == b.index_; }

   private:
    const SyntaxTree* tree_ = nullptr;
    std::uint32_t index_ = 0;
  };

  Children(const SyntaxTree* tree, std::uint32_t begin, std::uint32_t end) : tree_(tree), begin_(begin), end_(end) {}
  iterator begin() const { return {tree_, begin_}; }
  iterator end() const { return {tree_, end_}; }
  bool empty() const { return begin_ == end_; }

 private:
  const SyntaxTree* tree_;
  std::uint32_t begin_, end_;
};

/// A child node or, when `node` is no node, an own token.
struct Element {
  Node node;
  std::uint32_t token = 0;
};

/// Range over children and own tokens of a node, in source order.
class Elements {
 public:
  struct sentinel {};
  class iterator {
   public:
    using value_type = Element;
    using difference_type = std::ptrdiff_t;
    iterator() = default;
    iterator(const SyntaxTree* tree, std::uint32_t parent)
        : tree_(tree), child_(parent + 1), child_end_(parent + tree->nodes[parent].subtree_size),
          token_(tree->nodes[parent].first_token), token_end_(tree->nodes[parent].end_token) {}
    bool at_node() const { return child_ < child_end_ && tree_->nodes[child_].first_token <= token_; }
    Element operator*() const { return at_node() ? Element{Node(tree_, child_), 0} : Element{Node(), token_}; }
    iterator& operator++() {
      if (at_node()) {
        token_ = tree_->nodes[child_].end_token;
        child_ += tree_->nodes[child_].subtree_size;
      } else {
        ++token_;
      }
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& i, sentinel) { return i.child_ >= i.child_end_ && i.token_ >= i.token_end_; }

   private:
    const SyntaxTree* tree_ = nullptr;
    std::uint32_t child_ = 0, child_end_ = 0, token_ = 0, token_end_ = 0;
  };

  Elements(const SyntaxTree* tree, std::uint32_t parent) : tree_(tree), parent_(parent) {}
  iterator begin() const { return {tree_, parent_}; }
  sentinel end() const { return {}; }

 private:
  const SyntaxTree* tree_;
  std::uint32_t parent_;
};

inline Node SyntaxTree::root() const { return {this, 0}; }
inline Node SyntaxTree::node(std::uint32_t index) const { return {this, index}; }
inline Children Node::children() const { return {tree_, index_ + 1, index_ + raw().subtree_size}; }
inline Elements Node::elements() const { return {tree_, index_}; }
inline Node Node::first_child() const { return raw().subtree_size > 1 ? Node(tree_, index_ + 1) : Node(); }

}  // namespace fleetlint::syntax
