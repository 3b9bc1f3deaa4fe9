#pragma once
// From tree to documents: one rule a kind of node. Private to the formatter.
#include <algorithm>
#include <functional>
#include <initializer_list>
#include <span>
#include <vector>

#include "fleetlint/grammar/format.h"
#include "format/document.h"
#include "format/trivia.h"

namespace fleetlint::syntax::formatting {

inline std::vector<Element> elements_of(Node node) {
  std::vector<Element> result;
  for (const auto element : node.elements()) result.push_back(element);
  return result;
}

inline bool is_any(Node node, std::initializer_list<NodeKind> kinds) {
  return node && std::find(kinds.begin(), kinds.end(), node.kind()) != kinds.end();
}

inline bool has_child_of(std::span<const Element> elements, std::initializer_list<NodeKind> kinds) {
  return std::any_of(elements.begin(), elements.end(),
                     [&](const Element& element) { return is_any(element.node, kinds); });
}

inline std::span<const Element> inner(std::span<const Element> elements) {
  return elements.subspan(1, elements.size() - 2);
}

class Layout {
 public:
  Layout(const SyntaxTree& tree, const FormatOptions& options);

  /// The whole file: declarations with one line break, or one empty line, between them.
  Docs program();

 private:
  using Elements = std::span<const Element>;
  using Items = std::function<Docs()>;

  // What the pieces of a node are; a piece can be several documents (decorators and their declaration) or
  // none (a comma).
  Docs layout(Node node);
  Docs layout(const Element& element);
  Docs layout_many(Elements elements);
  Doc single(const Element& element);
  Doc single(Node node) { return single(Element{node, 0}); }
  Docs layout_node(Node node);

  // Tokens with the comments that stick to them.
  Docs token(std::uint32_t token);
  Docs with_comments(std::uint32_t first, Doc text, std::uint32_t last);
  struct Leading {
    Docs docs;
    std::uint32_t line_comments = 0;
    bool first_is_line_comment = false;
  };
  Leading leading_comments(std::uint32_t token);
  struct Trailing {
    Docs docs;
    Doc suffix = nullptr;
  };
  Trailing trailing_comments(std::uint32_t token);

  // Operators.
  Doc glue(Elements elements);
  Doc spread(Elements elements);
  Doc indent_group(const Items& items);
  Doc indent_tail(const Items& items);
  struct BracketStyle {
    Doc separator, padding;
    bool force_break = false;
    bool indent_single_item = true;
  };
  Doc bracket(const Element& open, const Items& items, const Element& close, BracketStyle style);
  /// A bracket over all elements of a node: the first opens, the last closes.
  Doc bracket(Elements elements, BracketStyle style);
  void force_break() { ++breaks_; }

  // Kinds of nodes that need more than an operator.
  Docs statement(Elements elements, const std::function<Doc(Elements)>& body);
  Doc resource_or_module(Elements elements);
  Doc loop(Node node, Elements elements);
  Doc call(Elements elements);
  Doc type_instantiation(Elements elements);
  Docs arguments(Elements children, NodeKind kind, Doc last_argument);
  Doc tail_argument(Elements children);
  Doc lambda(Elements elements);
  Doc typed_lambda(Elements elements);
  Doc ternary(Elements elements);
  Doc union_type(Elements elements);
  Docs string(Elements elements);
  Docs skipped(Node node);

  bool has_error(Node node) const;
  bool is_token(const Element& element, TokenKind kind) const {
    return !element.node && tree_.tokens.kind(element.token) == kind;
  }
  bool starts_with_new_line(Elements children) const {
    return !children.empty() && is_token(children.front(), TokenKind::NewLine);
  }
  bool has_comment(const Element& element) const { return trivia_.has_leading(element.token); }
  /// The source of some tokens with all their trivia, line breaks as the options want them.
  std::string source(std::uint32_t first_token, std::uint32_t end_token) const;
  std::string with_new_lines(std::string_view text) const;

  const SyntaxTree& tree_;
  const std::string_view new_line_;
  TriviaTable trivia_;
  DocumentFactory make_;
  /// How often something that must break its group was met; a group around a higher number breaks.
  std::int64_t breaks_ = 0;
  /// Innermost parts of chains that have been laid out already: see layout().
  std::vector<std::pair<std::uint32_t, Doc>> ready_;
};

}  // namespace fleetlint::syntax::formatting
