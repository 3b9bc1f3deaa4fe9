#include "format/printer.h"

#include <algorithm>

namespace fleetlint::syntax::formatting {
namespace {

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

class Printer {
 public:
  explicit Printer(const FormatOptions& options)
      : width_(options.width),
        new_line_(new_line_text(options.new_line)),
        indent_(options.indent_with_tabs ? std::string("\t")
                                         : std::string(std::min(options.indent_size, 1000u), ' ')) {}

  /// Recurses for groups in groups only: as deep as brackets are nested in the source.
  void print(std::uint32_t level, const Docs& documents) {
    struct Open {
      const Docs* parts;
      std::size_t next;
      std::uint32_t level;
    };
    std::vector<Open> open = {{&documents, 0, level}};
    while (!open.empty()) {
      auto& top = open.back();
      if (top.next == top.parts->size()) {
        open.pop_back();
        continue;
      }
      const Doc document = (*top.parts)[top.next++];
      const auto at = top.level;
      switch (document->kind) {
        case DocumentKind::glue:
        case DocumentKind::function_tail:
          open.push_back({&document->parts, 0, at});
          break;
        case DocumentKind::indent:
          open.push_back({&document->parts, 0, at + 1});
          break;
        case DocumentKind::group:
          print_group(at, document);
          break;
        case DocumentKind::suffix:
          write(document->text);
          break;
        case DocumentKind::text:
        case DocumentKind::conditional_text:
          write(document->text);
          used_ += text_width(document->text);
          break;
        default:
          write_line(at);
      }
    }
  }

  std::string take() { return std::move(result_); }

 private:
  void print_group(std::uint32_t level, Doc group) {
    if (!fits(group)) {
      print(level, group->parts);
      return;
    }
    FlatWalk walk(group);
    for (auto part = walk.next(); part.document != nullptr; part = walk.next()) {
      if (part.document->kind == DocumentKind::function_tail) {
        print(level, part.document->parts);
        continue;
      }
      write(part.text);
      if (part.document->kind != DocumentKind::suffix) used_ += text_width(part.text);
    }
  }

  /// Up to a function tail, of which only the opening bracket counts: what follows it is on another line.
  bool fits(Doc group) const {
    std::int64_t left = std::int64_t{width_} - used_;
    if (left < 0) return false;
    FlatWalk walk(group);
    for (auto part = walk.next(); part.document != nullptr; part = walk.next()) {
      if (part.cannot_be_flat) return false;
      const bool tail = part.document->kind == DocumentKind::function_tail;
      if (part.document->kind != DocumentKind::suffix) left -= tail ? 1 : text_width(part.text);
      if (left < 0) return false;
      if (tail) break;
    }
    return true;
  }

  /// White space is held back, so that no line ends with it.
  void write(std::string_view text) {
    if (is_blank(text)) {
      pending_ += text;
      return;
    }
    result_ += pending_;
    pending_.clear();
    result_ += text;
  }
  void write_line(std::uint32_t level) {
    pending_.clear();
    result_ += new_line_;
    for (std::uint32_t i = 0; i < level; ++i) pending_ += indent_;
    used_ = static_cast<std::uint32_t>(indent_.size()) * level;
  }

  const std::uint32_t width_;
  const std::string_view new_line_;
  const std::string indent_;
  std::uint32_t used_ = 0;
  std::string result_, pending_;
};

}  // namespace

std::string_view new_line_text(FormatOptions::NewLine new_line) {
  switch (new_line) {
    case FormatOptions::NewLine::crlf:
      return "\r\n";
    case FormatOptions::NewLine::cr:
      return "\r";
    default:
      return "\n";
  }
}

std::string print(const Docs& documents, const FormatOptions& options) {
  Printer printer(options);
  printer.print(0, documents);
  auto text = printer.take();
  if (options.insert_final_new_line) text += new_line_text(options.new_line);
  return text;
}

}  // namespace fleetlint::syntax::formatting
