#include "directives.h"

#include <optional>
#include <utility>

#include "fleetlint/fleet/property.h"

namespace fleetlint::workspace {
namespace {

using Kind = Directive::Kind;

constexpr std::string_view mark = "fleetlint:";
constexpr std::pair<std::string_view, Kind> pragmas[] = {
    {"#disable-next-line", Kind::disable_next_line}, {"#disable-diagnostics", Kind::disable}, {"#restore-diagnostics", Kind::restore}};
constexpr std::pair<std::string_view, Kind> comments[] = {
    {"ignore", Kind::ignore}, {"ignore-file", Kind::ignore_file}, {"ignore-start", Kind::ignore_start}, {"ignore-end", Kind::ignore_end}};

/// Where a part of the source's text stands in it.
Span span_of(const Source& source, std::string_view part) {
  const auto begin = static_cast<std::uint32_t>(part.data() - source.text().data());
  return {begin, begin + static_cast<std::uint32_t>(part.size())};
}

DirectiveWord word_of(const Source& source, std::string_view part) { return {std::string(part), span_of(source, part)}; }

/// Codes behind a directive, up to a reason or a comment.
std::vector<DirectiveWord> read_codes(const Source& source, std::string_view text) {
  std::vector<DirectiveWord> codes;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != ' ' && text[i] != '\t' && text[i] != ',' && text[i] != '\r') continue;
    const auto word = text.substr(begin, i - begin);
    begin = i + 1;
    if (word == "--" || word.starts_with("//") || word.starts_with("/*") || word.starts_with("*/")) break;
    if (!word.empty()) codes.push_back(word_of(source, word));
  }
  return codes;
}

std::optional<Directive> read_pragma(const Source& source, std::uint32_t line, std::string_view text) {
  for (const auto& [name, kind] : pragmas)
    if (text.starts_with(name)) return Directive{kind, line, word_of(source, text.substr(0, name.size())), read_codes(source, text.substr(name.size()))};
  return std::nullopt;
}

/// `// fleetlint:ignore…` anywhere in a line; only blanks may stand between the slashes and the mark.
std::optional<Directive> read_comment(const Source& source, std::uint32_t line, std::string_view text) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const auto slashes = text.rfind("//", at);
  if (slashes == std::string_view::npos || !fleet::trim(text.substr(slashes + 2, at - slashes - 2)).empty()) return std::nullopt;
  const auto rest = text.substr(at + mark.size());
  const auto word = rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"));
  Directive directive{Kind::misspelt, line, word_of(source, text.substr(at, mark.size() + word.size())), {}};
  for (const auto& [name, kind] : comments)
    if (word == name) directive.kind = kind;
  if (directive.kind == Kind::misspelt && word.empty()) return std::nullopt;  // `// fleetlint: a note` is prose
  directive.codes = read_codes(source, rest.substr(word.size()));
  directive.behind_code = !fleet::trim(text.substr(0, slashes)).empty();
  return directive;
}

}  // namespace

std::vector<Directive> read_directives(const Source& source) {
  std::vector<Directive> directives;
  if (source.text().find(mark) == std::string_view::npos && source.text().find("#disable-") == std::string_view::npos) return directives;
  for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
    const auto text = source.line_text(line);
    const auto trimmed = fleet::trim(text);
    auto directive = trimmed.starts_with("#") ? read_pragma(source, line, trimmed) : std::nullopt;
    if (!directive) directive = read_comment(source, line, text);
    if (directive) directives.push_back(std::move(*directive));
  }
  return directives;
}

}  // namespace fleetlint::workspace
