#pragma once
// What the formatter builds before it prints: a document is text with places where lines may break. A group
// is printed on one line when it fits, else all its own breaks become line breaks. After Wadler's "A prettier
// printer", with the additions of the reference compiler.
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::syntax::formatting {

enum class DocumentKind : std::uint8_t {
  text,
  conditional_text,     ///< `text` in a broken group, `flat` in one that fits
  suffix,               ///< a `//` comment behind something: takes no width
  hard_line,            ///< always a line break
  soft_line,            ///< a line break of the source, which may be dropped
  line_or_empty,        ///< nothing when the group fits
  line_or_space,        ///< a space when the group fits
  line_or_comma_space,  ///< `, ` when the group fits
  glue,                 ///< the parts one after the other
  indent,               ///< the parts one level deeper
  group,
  function_tail,  ///< last argument that breaks without breaking the list of arguments
};

struct Document {
  DocumentKind kind;
  std::string_view text, flat;
  std::vector<const Document*> parts;
};
using Doc = const Document*;
using Docs = std::vector<Doc>;

inline bool is_line(Doc document) {
  return document->kind >= DocumentKind::hard_line && document->kind <= DocumentKind::line_or_comma_space;
}
inline bool is_container(Doc document) { return document->kind >= DocumentKind::glue; }
/// glue or function_tail, which is glue with a special treatment in groups.
inline bool is_glue(Doc document) {
  return document->kind == DocumentKind::glue || document->kind == DocumentKind::function_tail;
}
/// Ends with a trailing comment.
bool has_suffix(Doc document);

/// Width in UTF-16 code units, as editors and the reference count.
std::uint32_t text_width(std::string_view text);

/// Makes documents and owns them.
class DocumentFactory {
 public:
  Doc hard_line() const { return &hard_line_; }
  Doc soft_line() const { return &soft_line_; }
  Doc line_or_empty() const { return &line_or_empty_; }
  Doc line_or_space() const { return &line_or_space_; }
  Doc line_or_comma_space() const { return &line_or_comma_space_; }
  Doc space() const { return &space_; }

  /// Text that outlives the factory: of the source, a literal.
  Doc text(std::string_view text) { return make(DocumentKind::text, text); }
  Doc owned_text(std::string text) { return make(DocumentKind::text, own(std::move(text))); }
  Doc suffix(std::string text) { return make(DocumentKind::suffix, own(std::move(text))); }
  Doc conditional_text(std::string_view broken, std::string_view flat) {
    return make(DocumentKind::conditional_text, broken, flat);
  }

  Doc glue(Docs parts) {
    return parts.size() == 1 ? parts.front() : container(DocumentKind::glue, std::move(parts));
  }
  Doc spread(const Docs& parts) { return glue(separated(parts, space())); }
  Doc container(DocumentKind kind, Docs parts) {
    documents_.push_back({kind, {}, {}, std::move(parts)});
    return &documents_.back();
  }

  /// The documents with the separator between them; a hard line is its own separator.
  Docs separated(const Docs& documents, Doc separator) const;
  /// All parts on one line, as one document.
  Doc flattened(Doc document);

 private:
  Doc make(DocumentKind kind, std::string_view text, std::string_view flat = {}) {
    documents_.push_back({kind, text, flat, {}});
    return &documents_.back();
  }
  std::string_view own(std::string text) {
    texts_.push_back(std::move(text));
    return texts_.back();
  }

  const Document hard_line_{DocumentKind::hard_line, {}, {}, {}};
  const Document soft_line_{DocumentKind::soft_line, {}, {}, {}};
  const Document line_or_empty_{DocumentKind::line_or_empty, {}, {}, {}};
  const Document line_or_space_{DocumentKind::line_or_space, {}, " ", {}};
  const Document line_or_comma_space_{DocumentKind::line_or_comma_space, {}, ", ", {}};
  const Document space_{DocumentKind::text, " ", {}, {}};
  std::deque<Document> documents_;
  std::deque<std::string> texts_;
};

/// Walks the parts of a document as they are in a group that fits: one part at a time, without recursion.
class FlatWalk {
 public:
  explicit FlatWalk(Doc document) { open_.push_back({&document->parts, 0}); }
  struct Part {
    Doc document;           ///< null at the end
    std::string_view text;  ///< what it is when flat; of a function_tail nothing
    bool cannot_be_flat;    ///< a hard or soft line
  };
  Part next();

 private:
  struct Open {
    const Docs* parts;
    std::size_t next;
  };
  std::vector<Open> open_;
};

/// Line breaks at the start and the end removed.
Docs without_outer_lines(Docs documents);

/// Single soft lines dropped, runs of line breaks made one hard line. `on_hard_line` is called for each that
/// is kept.
template <typename Callback>
Docs with_collapsed_lines(const Docs& documents, const DocumentFactory& factory, Callback on_hard_line) {
  Docs result;
  const auto keep_hard_line = [&] {
    result.push_back(factory.hard_line());
    on_hard_line();
  };
  Doc previous = nullptr;
  for (const auto current : documents) {
    if (current->kind == DocumentKind::soft_line) {
      if (previous != nullptr && previous->kind == DocumentKind::soft_line) keep_hard_line();
    } else if (current->kind == DocumentKind::hard_line) {
      if (previous == nullptr || previous->kind != DocumentKind::hard_line) keep_hard_line();
    } else {
      result.push_back(current);
    }
    previous = current;
  }
  return result;
}

}  // namespace fleetlint::syntax::formatting
