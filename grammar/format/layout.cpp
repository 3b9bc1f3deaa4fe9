#include "format/layout.h"

#include <algorithm>

#include "format/printer.h"

namespace fleetlint::syntax::formatting {
namespace {

std::vector<Element> elements_of(Node node) {
  std::vector<Element> result;
  for (const auto element : node.elements()) result.push_back(element);
  return result;
}

bool is_any(Node node, std::initializer_list<NodeKind> kinds) {
  return node && std::find(kinds.begin(), kinds.end(), node.kind()) != kinds.end();
}

bool has_child_of(std::span<const Element> elements, std::initializer_list<NodeKind> kinds) {
  return std::any_of(elements.begin(), elements.end(), [&](const Element& element) { return is_any(element.node, kinds); });
}

std::span<const Element> inner(std::span<const Element> elements) { return elements.subspan(1, elements.size() - 2); }

/// How the formatter treats a kind of node.
enum class Style : std::uint8_t {
  pass,   ///< its parts as they are
  glue,   ///< no blanks between the parts
  spread, ///< one blank between the parts
  statement,  ///< decorators on lines of their own, then spread
  keyed,  ///< decorators, then key glued to colon, then the value
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
    case NodeKind::MissingDeclaration: return Style::pass;
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
    case NodeKind::UnaryTypeOperation: return Style::glue;
    case NodeKind::BinaryOperation:
    case NodeKind::IfCondition:
    case NodeKind::ParameterDefaultValue:
    case NodeKind::AliasAsClause:
    case NodeKind::ExtensionWithClause:
    case NodeKind::UsingWithClause:
    case NodeKind::ImportedSymbolsListItem:
    case NodeKind::WildcardImport:
    case NodeKind::CompileTimeImportFromClause:
    case NodeKind::TypedLocalVariable: return Style::spread;
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
    case NodeKind::ExtensionConfigAssignment: return Style::statement;
    case NodeKind::ObjectProperty:
    case NodeKind::ObjectTypeProperty:
    case NodeKind::ObjectTypeAdditionalProperties: return Style::keyed;
    default: return Style::other;
  }
}

constexpr bool is_declaration(NodeKind kind) { return kind >= NodeKind::TargetScope && kind <= NodeKind::ExtensionConfigAssignment && kind != NodeKind::ParameterDefaultValue; }

std::string trimmed(std::string text) {
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && blank(text.back())) text.pop_back();
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
  return text;
}

}  // namespace

Layout::Layout(const SyntaxTree& tree, const FormatOptions& options) : tree_(tree), new_line_(new_line_text(options.new_line)), trivia_(tree.tokens) {}

// --- the file -----------------------------------------------------------------

Docs Layout::program() {
  const auto elements = elements_of(tree_.root());
  auto documents = without_outer_lines(layout_many(elements));
  return make_.separated(with_collapsed_lines(documents, make_, [] {}), make_.hard_line());
}

/// The error's place is inside the node: such a declaration is printed as it was written.
bool Layout::has_error(Node node) const {
  const auto span = node.span();
  auto error = std::lower_bound(tree_.errors.begin(), tree_.errors.end(), span.begin, [](const SyntaxError& e, std::uint32_t at) { return e.span.begin < at; });
  for (; error != tree_.errors.end() && error->span.begin <= span.end; ++error)
    if (error->span.end <= span.end) return true;
  return false;
}

std::string Layout::with_new_lines(std::string_view text) const {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    // The line breaks of .NET: also form feed, next line, line and paragraph separator.
    const std::size_t length = rest.starts_with("\r\n") || rest.starts_with("\xC2\x85")                     ? 2
                               : rest[0] == '\n' || rest[0] == '\r' || rest[0] == '\f'                      ? 1
                               : rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")       ? 3
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

Docs Layout::layout(const Element& element) { return element.node ? layout(element.node) : token(element.token); }

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

/// Chains of operators and members are trees as deep as they are long: their innermost part is laid out first, without recursion.
Docs Layout::layout(Node node) {
  for (auto entry = ready_.rbegin(); entry != ready_.rend(); ++entry)
    if (entry->first == node.index()) return {entry->second};
  std::vector<Node> chain;
  auto innermost = node;
  for (auto first = node.first_child(); first && (first.role() == Role::base || first.role() == Role::left); first = first.first_child()) {
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

Docs Layout::layout_node(Node node) {
  const auto kind = node.kind();
  if (is_declaration(kind) && has_error(node)) return {make_.owned_text(trimmed(source(node.first_token(), node.end_token())))};
  const auto list = elements_of(node);
  const Elements elements = list;
  switch (style_of(kind)) {
    case Style::pass: return layout_many(elements);
    case Style::glue: return {glue(elements)};
    case Style::spread: return {spread(elements)};
    case Style::statement: return statement(elements, [this](Elements parts) { return spread(parts); });
    case Style::keyed:
      return statement(elements, [this](Elements parts) {
        if (parts.size() < 3) return spread(parts);
        return make_.spread({glue(parts.first(2)), single(parts[2])});
      });
    case Style::other: break;
  }
  const auto comma_style = [&](std::initializer_list<NodeKind> members, Doc padding) {
    const auto children = inner(elements);
    return BracketStyle{make_.line_or_comma_space(), padding, starts_with_new_line(children) && has_child_of(children, members), true};
  };
  switch (kind) {
    case NodeKind::Object: return {bracket(elements, comma_style({NodeKind::ObjectProperty}, make_.line_or_space()))};
    case NodeKind::Array: return {bracket(elements, comma_style({NodeKind::ArrayItem}, make_.line_or_empty()))};
    case NodeKind::ObjectType:
      return {bracket(elements, comma_style({NodeKind::ObjectTypeProperty, NodeKind::ObjectTypeAdditionalProperties}, make_.line_or_space()))};
    case NodeKind::TupleType: return {bracket(elements, comma_style({}, make_.line_or_empty()))};
    case NodeKind::ImportedSymbolsList: return {bracket(elements, comma_style({NodeKind::ImportedSymbolsListItem}, make_.line_or_space()))};
    case NodeKind::VariableBlock:
    case NodeKind::TypedVariableBlock: {
      const auto member = kind == NodeKind::VariableBlock ? NodeKind::LocalVariable : NodeKind::TypedLocalVariable;
      return {bracket(elements.front(), [&] { return arguments(inner(elements), member, nullptr); }, elements.back(),
                      {make_.line_or_space(), make_.line_or_empty()})};
    }
    case NodeKind::TupleTypeItem: return statement(elements, [this](Elements parts) { return spread(parts); });
    case NodeKind::FunctionDeclaration:
      return statement(elements, [this](Elements parts) { return make_.spread({single(parts.front()), glue(parts.subspan(1))}); });
    case NodeKind::ResourceDeclaration:
    case NodeKind::ModuleDeclaration: return statement(elements, [this](Elements parts) { return resource_or_module(parts); });
    case NodeKind::For: return {loop(node, elements)};
    case NodeKind::FunctionCall:
    case NodeKind::InstanceFunctionCall: return {call(elements)};
    case NodeKind::ParameterizedTypeInstantiation:
    case NodeKind::InstanceParameterizedTypeInstantiation: return {type_instantiation(elements)};
    case NodeKind::Lambda: return {lambda(elements)};
    case NodeKind::TypedLambda: return {typed_lambda(elements)};
    case NodeKind::TernaryOperation: return {ternary(elements)};
    case NodeKind::UnionType: return {union_type(elements)};
    case NodeKind::String:
    case NodeKind::StringTypeLiteral: return string(elements);
    case NodeKind::SkippedTrivia: return skipped(node);
    default: return layout_many(elements);
  }
}

// --- tokens and comments ------------------------------------------------------

Layout::Leading Layout::leading_comments(std::uint32_t token) {
  Leading result;
  for (const auto& trivia : trivia_.leading(token)) {
    if (trivia.kind == Trivia::Kind::line_comment) {
      if (result.docs.empty()) result.first_is_line_comment = true;
      ++result.line_comments;
    }
    if (trivia.kind == Trivia::Kind::pragma) {
      static constexpr std::string_view keywords[] = {"#disable-next-line ", "#disable-diagnostics ", "#restore-diagnostics "};
      std::string text(keywords[static_cast<unsigned>(trivia.pragma->kind)]);
      for (std::size_t i = 0; i < trivia.pragma->codes.size(); ++i) {
        const auto code = trivia.pragma->codes[i];
        if (i > 0) text += ' ';
        text += tree_.tokens.text.substr(code.begin, code.size());
      }
      result.docs.push_back(make_.owned_text(std::move(text)));
      continue;
    }
    auto text = tree_.tokens.text.substr(trivia.span.begin, trivia.span.size());
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);  // an unterminated comment
    result.docs.push_back(make_.owned_text(with_new_lines(text)));
  }
  return result;
}

Layout::Trailing Layout::trailing_comments(std::uint32_t token) {
  Trailing result;
  for (const auto& trivia : trivia_.trailing(token)) {
    auto text = tree_.tokens.text.substr(trivia.span.begin, trivia.span.size());
    if (trivia.kind == Trivia::Kind::line_comment) {
      force_break();
      result.suffix = make_.suffix(" " + std::string(text));
      break;
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    result.docs.push_back(make_.owned_text(with_new_lines(text)));
  }
  return result;
}

Docs Layout::with_comments(std::uint32_t first, Doc text, std::uint32_t last) {
  auto leading = leading_comments(first);
  const auto trailing = trailing_comments(last);
  // A leading line comment breaks the groups around it; being counted twice does no harm, but the count must not be lower
  // than what a trailing comment takes away again (indent_group).
  if (leading.first_is_line_comment) force_break();
  breaks_ += leading.line_comments;
  if (!leading.docs.empty() || !trailing.docs.empty()) {
    leading.docs.push_back(text);
    leading.docs.insert(leading.docs.end(), trailing.docs.begin(), trailing.docs.end());
    text = make_.spread(leading.docs);
  }
  return {trailing.suffix != nullptr ? make_.container(DocumentKind::glue, {text, trailing.suffix}) : text};
}

Docs Layout::token(std::uint32_t token) {
  const auto kind = tree_.tokens.kind(token);
  const auto text = tree_.tokens.text_of(token);
  const auto sticks = stickiness(kind);
  if (sticks == Stickiness::none) {
    if (kind == TokenKind::Comma) return {};  // separators decide
    return {make_.text(text)};
  }
  if (sticks == Stickiness::both) return with_comments(token, make_.text(text), token);

  auto leading = leading_comments(token);
  if (leading.first_is_line_comment) force_break();
  if (sticks == Stickiness::trailing) {
    const auto trailing = trailing_comments(token);
    auto document = make_.text(text);
    if (!trailing.docs.empty()) {
      Docs parts = {document};
      parts.insert(parts.end(), trailing.docs.begin(), trailing.docs.end());
      document = make_.spread(parts);
    }
    if (trailing.suffix != nullptr) document = make_.container(DocumentKind::glue, {document, trailing.suffix});
    breaks_ += leading.line_comments;
    leading.docs.push_back(document);  // comments in front of a closing bracket dangle: items of their own
    return leading.docs;
  }

  breaks_ += leading.line_comments;
  if (kind == TokenKind::Pipe || kind == TokenKind::EndOfFile) return leading.docs.empty() ? Docs{} : Docs{make_.spread(leading.docs)};
  if (kind == TokenKind::NewLine) {
    std::uint32_t line_breaks = 0;
    for (std::size_t i = 0; i < text.size(); ++i) line_breaks += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    const Doc line = line_breaks > 1 ? make_.hard_line() : make_.soft_line();
    if (leading.docs.empty()) return {line};
    force_break();
    return {make_.spread(leading.docs), line};
  }
  if (leading.docs.empty()) return {make_.text(text)};
  leading.docs.push_back(make_.text(text));
  return {make_.spread(leading.docs)};
}

// --- operators ----------------------------------------------------------------

Doc Layout::glue(Elements elements) {
  Docs parts;
  for (const auto& element : elements) parts.push_back(single(element));
  return make_.glue(std::move(parts));
}

Doc Layout::spread(Elements elements) {
  Docs parts;
  for (const auto& element : elements) parts.push_back(single(element));
  return make_.spread(parts);
}

Doc Layout::indent_group(const Items& items) {
  return indent_tail([&] {
    auto documents = items();
    std::erase_if(documents, is_line);
    Docs result = {make_.line_or_empty()};
    const auto separated = make_.separated(documents, make_.line_or_space());
    result.insert(result.end(), separated.begin(), separated.end());
    return result;
  });
}

Doc Layout::indent_tail(const Items& items) {
  const auto before = breaks_;
  auto documents = items();
  const auto indented = make_.container(DocumentKind::indent, std::move(documents));
  // A comment behind the last item breaks nothing that comes before it.
  if (has_suffix(indented)) --breaks_;
  return make_.container(breaks_ > before ? DocumentKind::glue : DocumentKind::group, {indented});
}

Doc Layout::bracket(const Element& open, const Items& items, const Element& close, BracketStyle style) {
  const auto open_document = single(open);
  auto dangling = layout(close);
  const auto close_document = dangling.empty() ? make_.text("") : dangling.back();
  if (!dangling.empty()) dangling.pop_back();
  const auto before = breaks_;
  auto documents = with_collapsed_lines(without_outer_lines(items()), make_, [this] { force_break(); });
  documents.insert(documents.end(), dangling.begin(), dangling.end());
  documents = make_.separated(documents, style.separator);
  if (documents.empty()) return make_.container(DocumentKind::glue, {open_document, close_document});
  if (documents.size() == 1 && !style.indent_single_item && !has_suffix(documents.front())) {
    const auto padding = make_.text(style.padding->flat);
    return make_.container(DocumentKind::glue, {open_document, padding, documents.front(), padding, close_document});
  }
  if (style.force_break || !dangling.empty()) force_break();
  documents.insert(documents.begin(), style.padding);
  return make_.container(breaks_ > before ? DocumentKind::glue : DocumentKind::group,
                         {open_document, make_.container(DocumentKind::indent, std::move(documents)), style.padding, close_document});
}

Doc Layout::bracket(Elements elements, BracketStyle style) {
  return bracket(elements.front(), [&] { return layout_many(inner(elements)); }, elements.back(), style);
}

// --- statements ---------------------------------------------------------------

Docs Layout::statement(Elements elements, const std::function<Doc(Elements)>& body) {
  std::size_t leading = 0;
  while (leading < elements.size() &&
         (elements[leading].node ? is_any(elements[leading].node, {NodeKind::Decorator}) : is_token(elements[leading], TokenKind::NewLine)))
    ++leading;
  const auto document = body(elements.subspan(leading));
  auto result = layout_many(elements.first(leading));
  // No empty lines between decorators.
  std::erase(result, make_.hard_line());
  result.push_back(document);
  return result;
}

Doc Layout::resource_or_module(Elements elements) {
  // Line breaks are allowed between "=" and "if"; they matter only when a comment hangs on them.
  std::vector<Element> parts, new_lines;
  bool commented = false;
  for (const auto& element : elements) {
    if (!is_token(element, TokenKind::NewLine)) {
      parts.push_back(element);
      continue;
    }
    new_lines.push_back(element);
    commented |= has_comment(element);
  }
  if (!commented || !is_any(parts.back().node, {NodeKind::IfCondition})) return spread(parts);
  const auto body = indent_group([&] {
    auto documents = layout_many(new_lines);
    documents.push_back(single(parts.back()));
    return documents;
  });
  Docs documents;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) documents.push_back(single(parts[i]));
  documents.push_back(body);
  return make_.spread(documents);
}

// --- loops, calls, lambdas ----------------------------------------------------

Doc Layout::loop(Node node, Elements elements) {
  const auto variables_node = node.part(Role::variables);
  auto variables = single(variables_node);
  // The parser knows no variable block of several lines.
  if (variables->kind == DocumentKind::group) variables = make_.flattened(variables);
  return bracket(
      elements.front(),
      [&] {
        Docs result;
        std::vector<Element> parts, closing;
        for (const auto& element : inner(elements)) {
          if (!is_token(element, TokenKind::NewLine)) {
            parts.push_back(element);
            continue;
          }
          if (!parts.empty()) {
            closing.push_back(element);
            continue;
          }
          const auto documents = token(element.token);
          result.insert(result.end(), documents.begin(), documents.end());
        }
        // for, variables, in, source, ":", body
        Docs line;
        for (std::size_t i = 0; i < parts.size(); ++i) {
          if (parts[i].node == variables_node) {
            line.push_back(variables);
          } else if (i + 1 < parts.size() && is_token(parts[i + 1], TokenKind::Colon)) {
            line.push_back(glue(Elements(parts).subspan(i, 2)));
            ++i;
          } else {
            line.push_back(single(parts[i]));
          }
        }
        result.push_back(make_.spread(line));
        const auto documents = layout_many(closing);
        result.insert(result.end(), documents.begin(), documents.end());
        return result;
      },
      elements.back(), {make_.line_or_empty(), make_.line_or_empty()});
}

Docs Layout::arguments(Elements children, NodeKind kind, Doc last_argument) {
  std::size_t last = children.size();
  for (std::size_t i = 0; i < children.size(); ++i)
    if (children[i].node && children[i].node.kind() == kind) last = i;
  Docs result;
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (!children[i].node || children[i].node.kind() != kind) {
      const auto documents = layout(children[i]);
      result.insert(result.end(), documents.begin(), documents.end());
    } else if (i == last) {
      result.push_back(last_argument != nullptr ? last_argument : single(children[i]));
    } else {
      result.push_back(make_.container(DocumentKind::glue, {single(children[i]), make_.text(",")}));
    }
  }
  return result;
}

/// An object or array as last argument (or as body of a lambda that is it) may break without breaking the whole list.
Doc Layout::tail_argument(Elements children) {
  std::vector<Node> list;
  for (const auto& child : children)
    if (child.node && child.node.is(NodeKind::FunctionArgument)) list.push_back(child.node);
  if (list.size() < 2) return nullptr;
  const auto value = list.back().first_child();
  const bool direct = is_any(value, {NodeKind::Object, NodeKind::Array});
  const auto tail = direct ? value : is_any(value, {NodeKind::Lambda, NodeKind::TypedLambda}) ? value.part(Role::body) : Node();
  if (!is_any(tail, {NodeKind::Object, NodeKind::Array})) return nullptr;
  for (const auto& trivia : trivia_.trailing(tail.end_token() - 1))
    if (trivia.kind == Trivia::Kind::line_comment) return nullptr;
  const auto document = single(list.back());
  if (!is_glue(document)) return document;
  if (direct) return make_.container(DocumentKind::function_tail, document->parts);
  if (!is_glue(document->parts.back())) return document;
  auto parts = document->parts;
  parts.back() = make_.container(DocumentKind::function_tail, parts.back()->parts);
  return make_.container(DocumentKind::glue, std::move(parts));
}

Doc Layout::call(Elements elements) {
  const auto open = static_cast<std::size_t>(
      std::find_if(elements.begin(), elements.end(), [this](const Element& e) { return is_token(e, TokenKind::LeftParen); }) - elements.begin());
  const auto children = elements.subspan(open + 1, elements.size() - open - 2);
  const auto last_argument = tail_argument(children);
  Docs parts;
  for (std::size_t i = 0; i < open; ++i) parts.push_back(single(elements[i]));
  parts.push_back(bracket(elements[open], [&] { return arguments(children, NodeKind::FunctionArgument, last_argument); }, elements.back(),
                          {make_.line_or_space(), make_.line_or_empty(), false, false}));
  return make_.glue(std::move(parts));
}

Doc Layout::type_instantiation(Elements elements) {
  const auto open = static_cast<std::size_t>(
      std::find_if(elements.begin(), elements.end(), [this](const Element& e) { return is_token(e, TokenKind::LeftChevron); }) - elements.begin());
  const auto children = elements.subspan(open + 1, elements.size() - open - 2);
  auto tail = bracket(elements[open], [&] { return arguments(children, NodeKind::ParameterizedTypeArgument, nullptr); }, elements.back(),
                      {make_.line_or_space(), make_.line_or_empty(),
                       starts_with_new_line(children) && has_child_of(children, {NodeKind::ParameterizedTypeArgument}), true});
  // A resource type reads best on one line, however long it is.
  if (tail->kind == DocumentKind::group) tail = make_.flattened(tail);
  Docs parts;
  for (std::size_t i = 0; i < open; ++i) parts.push_back(single(elements[i]));
  parts.push_back(tail);
  return make_.glue(std::move(parts));
}

Doc Layout::lambda(Elements elements) {
  // variables, "=>", line breaks, body
  const auto body = elements.back();
  const auto new_lines = elements.subspan(2, elements.size() - 3);
  const bool commented = std::any_of(new_lines.begin(), new_lines.end(), [this](const Element& e) { return has_comment(e); });
  if (is_any(body.node, {NodeKind::Object, NodeKind::Array}) && !commented)
    return make_.spread({single(elements[0]), single(elements[1]), single(body)});
  const auto variables = single(elements[0]), arrow = single(elements[1]);
  return make_.spread({variables, arrow, indent_group([&] { return layout_many(elements.subspan(2)); })});
}

Doc Layout::typed_lambda(Elements elements) {
  // variables, return type, "=>", line breaks, body
  const auto body = elements.back();
  const auto new_lines = elements.subspan(3, elements.size() - 4);
  const bool commented = std::any_of(new_lines.begin(), new_lines.end(), [this](const Element& e) { return has_comment(e); });
  const auto variables = single(elements[0]), type = single(elements[1]);
  if (is_any(body.node, {NodeKind::Object, NodeKind::Array}) && !commented)
    return make_.spread({variables, type, single(elements[2]), single(body)});
  return make_.spread({variables, type, indent_tail([&] {
                         auto documents = layout_many(elements.subspan(2));
                         std::erase_if(documents, is_line);
                         return make_.separated(documents, make_.line_or_space());
                       })});
}

// --- ternaries, unions, strings -----------------------------------------------

Doc Layout::ternary(Elements elements) {
  return indent_tail([&] {
    Docs documents;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (is_token(elements[i], TokenKind::Question) || is_token(elements[i], TokenKind::Colon)) {
        const auto mark = single(elements[i]);
        documents.push_back(make_.spread({mark, make_.container(DocumentKind::indent, {single(elements[i + 1])})}));
        ++i;
        continue;
      }
      const auto parts = layout(elements[i]);
      documents.insert(documents.end(), parts.begin(), parts.end());
    }
    std::erase_if(documents, is_line);
    return make_.separated(documents, make_.line_or_space());
  });
}

Doc Layout::union_type(Elements elements) {
  return indent_group([&] {
    Docs documents;
    bool first = true;
    for (const auto& element : elements) {
      if (!is_any(element.node, {NodeKind::UnionTypeMember})) {
        const auto parts = layout(element);
        documents.insert(documents.end(), parts.begin(), parts.end());
        continue;
      }
      const auto member = single(element);
      const auto bar = first ? make_.conditional_text("| ", "") : make_.text("| ");
      first = false;
      documents.push_back(make_.container(DocumentKind::glue, {bar, member}));
    }
    return documents;
  });
}

Docs Layout::string(Elements elements) {
  std::string text;
  for (const auto& element : elements)
    text += element.node ? source(element.node.first_token(), element.node.end_token()) : with_new_lines(tree_.tokens.text_of(element.token));
  return with_comments(elements.front().token, make_.owned_text(std::move(text)), elements.back().token);
}

Docs Layout::skipped(Node node) { return {make_.owned_text(trimmed(source(node.first_token(), node.end_token())))}; }

}  // namespace fleetlint::syntax::formatting

namespace fleetlint::syntax {

std::string format(const SyntaxTree& tree, const FormatOptions& options) {
  formatting::Layout layout(tree, options);
  return formatting::print(layout.program(), options);
}

}  // namespace fleetlint::syntax
