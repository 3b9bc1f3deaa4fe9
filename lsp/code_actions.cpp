#include <algorithm>

#include "answers.h"

namespace fleetlint::lsp {
namespace {

Json edit_of(const Json& range, std::string_view text) { return JsonObject{{"range", range}, {"newText", text}}; }

/// `changes` of a fix, by document. A fix may touch modules and parameter files, too.
Json changes_of(const Fix& fix, const Analysis& analysis, const Document& document, PositionEncoding encoding) {
  std::map<std::string, JsonArray> by_uri;
  for (const auto& edit : fix.edits) {
    const auto& source = analysis.sources->at(edit.location);
    const auto uri = source.path() == document.path ? document.uri : uri_of_path(source.path());
    by_uri[uri].push_back(edit_of(range_of(source, edit.location.span, encoding), edit.replacement));
  }
  JsonObject changes;
  for (auto& [uri, edits] : by_uri) changes.emplace_back(uri, std::move(edits));
  return changes;
}

Json action(std::string title, Json changes, bool preferred, Json diagnostics) {
  JsonObject result = {{"title", std::move(title)}, {"kind", "quickfix"}, {"edit", JsonObject{{"changes", std::move(changes)}}}};
  if (preferred) result.emplace_back("isPreferred", true);
  if (!diagnostics.items().empty()) result.emplace_back("diagnostics", std::move(diagnostics));
  return result;
}

/// The client's diagnostics that this finding is, so that the editor shows the action at the right squiggle.
Json matching(const Json& context, const Finding& finding, const Json& range) {
  JsonArray found;
  for (const auto& diagnostic : context["diagnostics"].items())
    if (diagnostic["code"].text() == finding.code && diagnostic["range"].dump() == range.dump()) found.push_back(diagnostic);
  return found;
}

bool is_bicep(std::string_view path) { return path.ends_with(".bicep") || path.ends_with(".bicepparam"); }

/// A directive on a line of its own above, indented as the line it is about.
Json ignore_changes(const Source& source, const Finding& finding, const Document& document, PositionEncoding encoding) {
  const auto line = source.line_column(finding.location.span.begin, ColumnUnit::bytes).line;
  const auto text = source.line_text(line);
  const auto indent = text.substr(0, std::min(text.find_first_not_of(" \t"), text.size()));
  const auto begin = source.line_span(line).begin;
  const auto directive = std::string(indent) + "#disable-next-line " + finding.code + "\n";
  return JsonObject{{document.uri, JsonArray{edit_of(range_of(source, {begin, begin}, encoding), directive)}}};
}

bool overlaps(Span span, std::size_t begin, std::size_t end) { return span.begin <= end && begin <= span.end; }

}  // namespace

JsonArray code_actions_at(const Analysis& analysis, const Document& document, const Json& range, const Json& context,
                          PositionEncoding encoding) {
  JsonArray actions;
  const auto begin = offset_of(document.text, range["start"], encoding);
  const auto end = offset_of(document.text, range["end"], encoding);
  for (const auto& finding : analysis.findings) {
    if (!finding.location || finding.severity == Severity::off || !finding.certain) continue;
    const auto& source = analysis.sources->at(finding.location);
    if (source.path() != document.path || !overlaps(finding.location.span, begin, end)) continue;
    const auto diagnostics = matching(context, finding, range_of(source, finding.location.span, encoding));
    for (const auto& fix : finding.fixes)
      actions.push_back(action(analysis.redaction.text(fix.title), changes_of(fix, analysis, document, encoding), fix.certain, diagnostics));
    const bool is_rule = finding.code.starts_with("FL-");
    if (is_rule && is_bicep(document.path))
      actions.push_back(action("Ignore " + finding.code + " here", ignore_changes(source, finding, document, encoding), false, diagnostics));
  }
  return actions;
}

}  // namespace fleetlint::lsp
