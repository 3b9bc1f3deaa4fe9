// Tokens with their comments, and the operators of layouts.
#include "format/layout.h"

namespace fleetlint::syntax::formatting {

// --- tokens and comments ------------------------------------------------------

Layout::Leading Layout::leading_comments(std::uint32_t token) {
  Leading result;
  for (const auto& trivia : trivia_.leading(token)) {
    if (trivia.kind == Trivia::Kind::line_comment) {
      if (result.docs.empty()) result.first_is_line_comment = true;
      ++result.line_comments;
    }
    if (trivia.kind == Trivia::Kind::pragma) {
      static constexpr std::string_view keywords[] = {"#disable-next-line ", "#disable-diagnostics ",
                                                      "#restore-diagnostics "};
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
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
      text.remove_suffix(1);  // an unterminated comment
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
  // A leading line comment breaks the groups around it; being counted twice does no harm, but the count must
  // not be lower than what a trailing comment takes away again (indent_group).
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
    if (trailing.suffix != nullptr)
      document = make_.container(DocumentKind::glue, {document, trailing.suffix});
    breaks_ += leading.line_comments;
    leading.docs.push_back(document);  // comments in front of a closing bracket dangle: items of their own
    return leading.docs;
  }

  breaks_ += leading.line_comments;
  if (kind == TokenKind::Pipe || kind == TokenKind::EndOfFile)
    return leading.docs.empty() ? Docs{} : Docs{make_.spread(leading.docs)};
  if (kind == TokenKind::NewLine) {
    std::uint32_t line_breaks = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
      line_breaks += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
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
    return make_.container(DocumentKind::glue,
                           {open_document, padding, documents.front(), padding, close_document});
  }
  if (style.force_break || !dangling.empty()) force_break();
  documents.insert(documents.begin(), style.padding);
  return make_.container(breaks_ > before ? DocumentKind::glue : DocumentKind::group,
                         {open_document, make_.container(DocumentKind::indent, std::move(documents)),
                          style.padding, close_document});
}

Doc Layout::bracket(Elements elements, BracketStyle style) {
  return bracket(
      elements.front(), [&] { return layout_many(inner(elements)); }, elements.back(), style);
}

}  // namespace fleetlint::syntax::formatting
