#include "answers.h"

namespace fleetlint::lsp {
namespace {

int severity_of(Severity severity) {
  switch (severity) {
    case Severity::error: return 1;
    case Severity::warning: return 2;
    case Severity::info: return 3;
    case Severity::off: return 4;
  }
  return 4;
}

Json diagnostic_of(const Finding& finding, const Analysis& analysis, PositionEncoding encoding) {
  const auto& source = analysis.sources->at(finding.location);
  auto message = analysis.redaction.message(finding);
  if (!finding.help.empty()) message += "\n" + analysis.redaction.text(finding.help);
  JsonObject diagnostic = {
      {"range", range_of(source, finding.location.span, encoding)},
      {"severity", severity_of(finding.severity)},
      {"code", finding.code},
      {"source", "fleetlint"},
      {"message", message},
  };
  JsonArray related;
  for (const auto& note : finding.notes) {
    if (!note.location) continue;
    const auto& at = analysis.sources->at(note.location);
    related.push_back(JsonObject{{"location", JsonObject{{"uri", uri_of_path(at.path())}, {"range", range_of(at, note.location.span, encoding)}}},
                                 {"message", analysis.redaction.text(note.message)}});
  }
  if (!related.empty()) diagnostic.emplace_back("relatedInformation", std::move(related));
  return diagnostic;
}

}  // namespace

std::map<std::string, JsonArray> diagnostics_of(const Analysis& analysis, PositionEncoding encoding) {
  std::map<std::string, JsonArray> by_path;
  for (const auto& finding : analysis.findings) {
    if (!finding.location || finding.severity == Severity::off || !finding.certain) continue;
    by_path[analysis.sources->at(finding.location).path()].push_back(diagnostic_of(finding, analysis, encoding));
  }
  return by_path;
}

}  // namespace fleetlint::lsp
