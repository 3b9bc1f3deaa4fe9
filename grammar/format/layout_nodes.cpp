// The kinds of nodes that need more than one operator.
#include <algorithm>

#include "format/layout.h"

namespace fleetlint::syntax::formatting {

// --- statements ---------------------------------------------------------------

Docs Layout::statement(Elements elements, const std::function<Doc(Elements)>& body) {
  std::size_t leading = 0;
  while (leading < elements.size() &&
         (elements[leading].node ? is_any(elements[leading].node, {NodeKind::Decorator})
                                 : is_token(elements[leading], TokenKind::NewLine)))
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
  return bracket(elements.front(),
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

/// An object or array as last argument (or as body of a lambda that is it) may break without breaking the
/// whole list.
Doc Layout::tail_argument(Elements children) {
  std::vector<Node> list;
  for (const auto& child : children)
    if (child.node && child.node.is(NodeKind::FunctionArgument)) list.push_back(child.node);
  if (list.size() < 2) return nullptr;
  const auto value = list.back().first_child();
  const bool direct = is_any(value, {NodeKind::Object, NodeKind::Array});
  const auto tail = direct                                                     ? value
                    : is_any(value, {NodeKind::Lambda, NodeKind::TypedLambda}) ? value.part(Role::body)
                                                                               : Node();
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
      std::find_if(elements.begin(), elements.end(),
                   [this](const Element& e) { return is_token(e, TokenKind::LeftParen); }) -
      elements.begin());
  const auto children = elements.subspan(open + 1, elements.size() - open - 2);
  const auto last_argument = tail_argument(children);
  Docs parts;
  for (std::size_t i = 0; i < open; ++i) parts.push_back(single(elements[i]));
  parts.push_back(bracket(elements[open],
                          [&] { return arguments(children, NodeKind::FunctionArgument, last_argument); },
                          elements.back(), {make_.line_or_space(), make_.line_or_empty(), false, false}));
  return make_.glue(std::move(parts));
}

Doc Layout::type_instantiation(Elements elements) {
  const auto open = static_cast<std::size_t>(
      std::find_if(elements.begin(), elements.end(),
                   [this](const Element& e) { return is_token(e, TokenKind::LeftChevron); }) -
      elements.begin());
  const auto children = elements.subspan(open + 1, elements.size() - open - 2);
  auto tail = bracket(
      elements[open], [&] { return arguments(children, NodeKind::ParameterizedTypeArgument, nullptr); },
      elements.back(),
      {make_.line_or_space(), make_.line_or_empty(),
       starts_with_new_line(children) && has_child_of(children, {NodeKind::ParameterizedTypeArgument}),
       true});
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
  const bool commented =
      std::any_of(new_lines.begin(), new_lines.end(), [this](const Element& e) { return has_comment(e); });
  if (is_any(body.node, {NodeKind::Object, NodeKind::Array}) && !commented)
    return make_.spread({single(elements[0]), single(elements[1]), single(body)});
  const auto variables = single(elements[0]), arrow = single(elements[1]);
  return make_.spread({variables, arrow, indent_group([&] { return layout_many(elements.subspan(2)); })});
}

Doc Layout::typed_lambda(Elements elements) {
  // variables, return type, "=>", line breaks, body
  const auto body = elements.back();
  const auto new_lines = elements.subspan(3, elements.size() - 4);
  const bool commented =
      std::any_of(new_lines.begin(), new_lines.end(), [this](const Element& e) { return has_comment(e); });
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
        documents.push_back(
            make_.spread({mark, make_.container(DocumentKind::indent, {single(elements[i + 1])})}));
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
    text += element.node ? source(element.node.first_token(), element.node.end_token())
                         : with_new_lines(tree_.tokens.text_of(element.token));
  return with_comments(elements.front().token, make_.owned_text(std::move(text)), elements.back().token);
}
}  // namespace fleetlint::syntax::formatting