#include "format/layout.h"

#include <algorithm>

#include "format/printer.h"

namespace fleetlint::syntax::formatting {
namespace {

/// How the formatter treats a kind of node.
enum class Style : std::uint8_t {
  pass,       ///< its parts as they are
  glue,       ///< no blanks between the parts
  spread,     ///< one blank between the parts
  statement,  ///< decorators on lines of their own, then spread
  keyed,      ///< decorators, then key glued to colon, then the value
  other,
};
constexpr Style style_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::Identifier:
    case NodeKind::VariableAccess:
    case NodeKind::LocalVariable:
    case NodeKind::FunctionArgument:
    case NodeKind::ArrayItem:
    case NodeKind::IntegerLiteral:
    case NodeKind::BooleanLiteral:
    case NodeKind::NullLiteral:
    case NodeKind::NoneLiteral:
    case NodeKind::ArrayTypeMember:
    case NodeKind::UnionTypeMember:
    case NodeKind::TypeVariableAccess:
    case NodeKind::ParameterizedTypeArgument:
    case NodeKind::IntegerTypeLiteral:
    case NodeKind::BooleanTypeLiteral:
    case NodeKind::NullTypeLiteral:
    case NodeKind::MissingDeclaration:
      return Style::pass;
    case NodeKind::Decorator:
    case NodeKind::UnaryOperation:
    case NodeKind::PropertyAccess:
    case NodeKind::ArrayAccess:
    case NodeKind::ResourceAccess:
    case NodeKind::NonNullAssertion:
    case NodeKind::ParenthesizedExpression:
    case NodeKind::SpreadExpression:
    case NodeKind::ResourceType:
    case NodeKind::ArrayType:
    case NodeKind::NullableType:
    case NodeKind::NonNullableType:
    case NodeKind::ParenthesizedType:
    case NodeKind::TypePropertyAccess:
    case NodeKind::TypeAdditionalPropertiesAccess:
    case NodeKind::TypeArrayAccess:
    case NodeKind::TypeItemsAccess:
    case NodeKind::UnaryTypeOperation:
      return Style::glue;
    case NodeKind::BinaryOperation:
    case NodeKind::IfCondition:
    case NodeKind::ParameterDefaultValue:
    case NodeKind::AliasAsClause:
    case NodeKind::ExtensionWithClause:
    case NodeKind::UsingWithClause:
    case NodeKind::ImportedSymbolsListItem:
    case NodeKind::WildcardImport:
    case NodeKind::CompileTimeImportFromClause:
    case NodeKind::TypedLocalVariable:
      return Style::spread;
    case NodeKind::TargetScope:
    case NodeKind::MetadataDeclaration:
    case NodeKind::ParameterDeclaration:
    case NodeKind::VariableDeclaration:
    case NodeKind::TypeDeclaration:
    case NodeKind::TestDeclaration:
    case NodeKind::OutputDeclaration:
    case NodeKind::AssertDeclaration:
    case NodeKind::CompileTimeImportDeclaration:
    case NodeKind::ExtensionDeclaration:
    case NodeKind::UsingDeclaration:
    case NodeKind::ExtendsDeclaration:
    case NodeKind::ParameterAssignment:
    case NodeKind::ExtensionConfigAssignment:
      return Style::statement;
    case NodeKind::ObjectProperty:
    case NodeKind::ObjectTypeProperty:
    case NodeKind::ObjectTypeAdditionalProperties:
      return Style::keyed;
    default:
      return Style::other;
  }
}

constexpr bool is_declaration(NodeKind kind) {
  return kind >= NodeKind::TargetScope && kind <= NodeKind::ExtensionConfigAssignment &&
         kind != NodeKind::ParameterDefaultValue;
}

std::string trimmed(std::string text) {
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && blank(text.back())) text.pop_back();
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
  return text;
}

}  // namespace

Layout::Layout(const SyntaxTree& tree, const FormatOptions& options)
    : tree_(tree), new_line_(new_line_text(options.new_line)), trivia_(tree.tokens) {}

// --- the file -----------------------------------------------------------------

Docs Layout::program() {
  const auto elements = elements_of(tree_.root());
  auto documents = without_outer_lines(layout_many(elements));
  return make_.separated(with_collapsed_lines(documents, make_, [] {}), make_.hard_line());
}

/// The error's place is inside the node: such a declaration is printed as it was written.
bool Layout::has_error(Node node) const {
  const auto span = node.span();
  auto error = std::lower_bound(tree_.errors.begin(), tree_.errors.end(), span.begin,
                                [](const SyntaxError& e, std::uint32_t at) { return e.span.begin < at; });
  for (; error != tree_.errors.end() && error->span.begin <= span.end; ++error)
    if (error->span.end <= span.end) return true;
  return false;
}

std::string Layout::with_new_lines(std::string_view text) const {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    // The line breaks of .NET: also form feed, next line, line and paragraph separator.
    const std::size_t length = rest.starts_with("\r\n") || rest.starts_with("\xC2\x85")               ? 2
                               : rest[0] == '\n' || rest[0] == '\r' || rest[0] == '\f'                ? 1
                               : rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9") ? 3
                                                                                                      : 0;
    if (length == 0) {
      result += text[i];
      continue;
    }
    result += new_line_;
    i += length - 1;
  }
  return result;
}

std::string Layout::source(std::uint32_t first_token, std::uint32_t end_token) const {
  if (first_token == end_token) return {};
  const auto begin = trivia_.begin_of(first_token), end = trivia_.end_of(end_token - 1);
  return with_new_lines(tree_.tokens.text.substr(begin, end - begin));
}

// --- pieces -------------------------------------------------------------------

Docs Layout::layout(const Element& element) {
  return element.node ? layout(element.node) : token(element.token);
}

Docs Layout::layout_many(Elements elements) {
  Docs result;
  for (const auto& element : elements) {
    const auto documents = layout(element);
    result.insert(result.end(), documents.begin(), documents.end());
  }
  return result;
}

Doc Layout::single(const Element& element) {
  auto documents = layout(element);
  if (documents.size() == 1) return documents.front();
  return documents.empty() ? make_.text("") : make_.spread(documents);
}

/// Chains of operators and members are trees as deep as they are long: their innermost part is laid out
/// first, without recursion.
Docs Layout::layout(Node node) {
  for (auto entry = ready_.rbegin(); entry != ready_.rend(); ++entry)
    if (entry->first == node.index()) return {entry->second};
  std::vector<Node> chain;
  auto innermost = node;
  for (auto first = node.first_child(); first && (first.role() == Role::base || first.role() == Role::left);
       first = first.first_child()) {
    chain.push_back(innermost);
    innermost = first;
  }
  if (chain.empty()) return layout_node(node);
  const auto size = ready_.size();
  auto documents = layout_node(innermost);
  auto child = innermost;
  while (!chain.empty()) {
    ready_.emplace_back(child.index(), documents.size() == 1 ? documents.front() : make_.spread(documents));
    child = chain.back();
    chain.pop_back();
    documents = layout_node(child);
    ready_.resize(size);
  }
  return documents;
}

Docs Layout::skipped(Node node) {
  return {make_.owned_text(trimmed(source(node.first_token(), node.end_token())))};
}

Docs Layout::layout_node(Node node) {
  const auto kind = node.kind();
  if (is_declaration(kind) && has_error(node))
    return {make_.owned_text(trimmed(source(node.first_token(), node.end_token())))};
  const auto list = elements_of(node);
  const Elements elements = list;
  switch (style_of(kind)) {
    case Style::pass:
      return layout_many(elements);
    case Style::glue:
      return {glue(elements)};
    case Style::spread:
      return {spread(elements)};
    case Style::statement:
      return statement(elements, [this](Elements parts) { return spread(parts); });
    case Style::keyed:
      return statement(elements, [this](Elements parts) {
        if (parts.size() < 3) return spread(parts);
        return make_.spread({glue(parts.first(2)), single(parts[2])});
      });
    case Style::other:
      break;
  }
  const auto comma_style = [&](std::initializer_list<NodeKind> members, Doc padding) {
    const auto children = inner(elements);
    return BracketStyle{make_.line_or_comma_space(), padding,
                        starts_with_new_line(children) && has_child_of(children, members), true};
  };
  switch (kind) {
    case NodeKind::Object:
      return {bracket(elements, comma_style({NodeKind::ObjectProperty}, make_.line_or_space()))};
    case NodeKind::Array:
      return {bracket(elements, comma_style({NodeKind::ArrayItem}, make_.line_or_empty()))};
    case NodeKind::ObjectType:
      return {bracket(elements,
                      comma_style({NodeKind::ObjectTypeProperty, NodeKind::ObjectTypeAdditionalProperties},
                                  make_.line_or_space()))};
    case NodeKind::TupleType:
      return {bracket(elements, comma_style({}, make_.line_or_empty()))};
    case NodeKind::ImportedSymbolsList:
      return {bracket(elements, comma_style({NodeKind::ImportedSymbolsListItem}, make_.line_or_space()))};
    case NodeKind::VariableBlock:
    case NodeKind::TypedVariableBlock: {
      const auto member =
          kind == NodeKind::VariableBlock ? NodeKind::LocalVariable : NodeKind::TypedLocalVariable;
      return {bracket(elements.front(), [&] { return arguments(inner(elements), member, nullptr); },
                      elements.back(), {make_.line_or_space(), make_.line_or_empty()})};
    }
    case NodeKind::TupleTypeItem:
      return statement(elements, [this](Elements parts) { return spread(parts); });
    case NodeKind::FunctionDeclaration:
      return statement(elements, [this](Elements parts) {
        return make_.spread({single(parts.front()), glue(parts.subspan(1))});
      });
    case NodeKind::ResourceDeclaration:
    case NodeKind::ModuleDeclaration:
      return statement(elements, [this](Elements parts) { return resource_or_module(parts); });
    case NodeKind::For:
      return {loop(node, elements)};
    case NodeKind::FunctionCall:
    case NodeKind::InstanceFunctionCall:
      return {call(elements)};
    case NodeKind::ParameterizedTypeInstantiation:
    case NodeKind::InstanceParameterizedTypeInstantiation:
      return {type_instantiation(elements)};
    case NodeKind::Lambda:
      return {lambda(elements)};
    case NodeKind::TypedLambda:
      return {typed_lambda(elements)};
    case NodeKind::TernaryOperation:
      return {ternary(elements)};
    case NodeKind::UnionType:
      return {union_type(elements)};
    case NodeKind::String:
    case NodeKind::StringTypeLiteral:
      return string(elements);
    case NodeKind::SkippedTrivia:
      return skipped(node);
    default:
      return layout_many(elements);
  }
}

}  // namespace fleetlint::syntax::formatting

namespace fleetlint::syntax {

std::string format(const SyntaxTree& tree, const FormatOptions& options) {
  formatting::Layout layout(tree, options);
  return formatting::print(layout.program(), options);
}

}  // namespace fleetlint::syntax
