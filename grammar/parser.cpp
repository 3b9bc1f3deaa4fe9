// Tokens to tree: runs the grammar of the *_rules.h files, then turns the nodes from post-order into
// pre-order.
#include "fleetlint/grammar/parse.h"

#include "declaration_rules.h"
#include "lexer.h"

namespace fleetlint::syntax {
namespace {

/// In post-order a node follows its children; its place in pre-order is as many places earlier as it has
/// descendants, and as many later as it has ancestors.
std::vector<SyntaxNode> to_pre_order(const std::vector<SyntaxNode>& post_order) {
  std::vector<SyntaxNode> result(post_order.size());
  std::vector<std::uint32_t> ancestors;  // index of the first descendant of each
  for (auto i = static_cast<std::uint32_t>(post_order.size()); i-- > 0;) {
    while (!ancestors.empty() && ancestors.back() > i) ancestors.pop_back();
    const auto& node = post_order[i];
    const auto first = i + 1 - node.subtree_size;
    result[first + ancestors.size()] = node;
    ancestors.push_back(first);
  }
  return result;
}

bool by_position(const SyntaxError& a, const SyntaxError& b) { return a.span < b.span; }

}  // namespace

FileKind file_kind_of(std::string_view path) {
  return path.ends_with(".bicepparam") ? FileKind::parameter_file : FileKind::template_file;
}

TokenBuffer lex(std::string_view text, std::vector<SyntaxError>& errors) {
  TokenBuffer tokens;
  lex(text, Limits{}, tokens, errors);
  return tokens;
}

SyntaxTree parse(std::string_view text, FileKind file_kind, const Limits& limits) {
  SyntaxTree tree;
  tree.file_kind = file_kind;
  lex(text, limits, tree.tokens, tree.errors);
  std::stable_sort(tree.errors.begin(), tree.errors.end(), by_position);

  parsing::ParseState state{tree.tokens, tree.errors, limits.nesting, limits.syntax_findings};
  state.nodes.reserve(tree.tokens.size() + 16);
  const char* const kinds = tree.tokens.kinds.data();
  parsing::p::memory_input<parsing::p::tracking_mode::lazy, parsing::p::eol::lf, const char*> in(
      kinds, kinds + tree.tokens.size(), "");
  if (file_kind == FileKind::parameter_file)
    parsing::p::parse<parsing::program<parsing::parameter_file_statement>>(in, state);
  else
    parsing::p::parse<parsing::program<parsing::template_statement>>(in, state);

  tree.nodes = to_pre_order(state.nodes);
  tree.errors.insert(tree.errors.end(), std::make_move_iterator(state.errors.begin()),
                     std::make_move_iterator(state.errors.end()));
  std::stable_sort(tree.errors.begin(), tree.errors.end(), by_position);
  if (tree.errors.size() > limits.syntax_findings) {
    tree.errors.resize(limits.syntax_findings);
    state.errors_dropped = true;
  }
  if (state.errors_dropped) {
    const auto last = tree.errors.back().span;
    tree.errors.push_back({SyntaxErrorKind::too_many_errors, last, std::to_string(limits.syntax_findings)});
  }
  return tree;
}

std::string print_source(const SyntaxTree& tree) {
  const auto& tokens = tree.tokens;
  std::string text;
  text.reserve(tokens.text.size());
  for (std::uint32_t token = 0; token < tokens.size(); ++token) {
    const auto gap = tokens.gap_before(token);
    text += tokens.text.substr(gap.begin, gap.size());
    text += tokens.text_of(token);
  }
  return text;
}

}  // namespace fleetlint::syntax
