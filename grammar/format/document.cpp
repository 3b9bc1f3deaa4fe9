#include "format/document.h"

namespace fleetlint::syntax::formatting {

bool has_suffix(Doc document) {
  while (is_container(document) && !document->parts.empty()) document = document->parts.back();
  return document->kind == DocumentKind::suffix;
}

std::uint32_t text_width(std::string_view text) {
  std::uint32_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) width += byte >= 0xF0 ? 2 : 1;
  }
  return width;
}

Docs DocumentFactory::separated(const Docs& documents, Doc separator) const {
  Docs result;
  result.reserve(documents.size() * 2);
  for (const auto document : documents) {
    if (!result.empty() && result.back() != hard_line()) result.push_back(separator);
    result.push_back(document);
  }
  return result;
}

Doc DocumentFactory::flattened(Doc document) {
  Docs parts;
  FlatWalk walk(document);
  for (auto part = walk.next(); part.document != nullptr; part = walk.next())
    parts.push_back(part.document->kind == DocumentKind::function_tail ||
                            part.document->kind == DocumentKind::text
                        ? part.document
                        : text(part.text));
  return glue(std::move(parts));
}

FlatWalk::Part FlatWalk::next() {
  while (!open_.empty()) {
    auto& top = open_.back();
    if (top.next == top.parts->size()) {
      open_.pop_back();
      continue;
    }
    const Doc document = (*top.parts)[top.next++];
    switch (document->kind) {
      case DocumentKind::glue:
      case DocumentKind::indent:
      case DocumentKind::group:
        open_.push_back({&document->parts, 0});
        break;
      case DocumentKind::text:
      case DocumentKind::suffix:
        return {document, document->text, false};
      case DocumentKind::function_tail:
        return {document, {}, false};
      case DocumentKind::hard_line:
      case DocumentKind::soft_line:
        return {document, {}, true};
      case DocumentKind::conditional_text:
      case DocumentKind::line_or_empty:
      case DocumentKind::line_or_space:
      case DocumentKind::line_or_comma_space:
        return {document, document->flat, false};
    }
  }
  return {nullptr, {}, false};
}

Docs without_outer_lines(Docs documents) {
  std::size_t begin = 0, end = documents.size();
  while (begin < end && is_line(documents[begin])) ++begin;
  while (end > begin && is_line(documents[end - 1])) --end;
  documents.erase(documents.begin() + static_cast<std::ptrdiff_t>(end), documents.end());
  documents.erase(documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(begin));
  return documents;
}

}  // namespace fleetlint::syntax::formatting
