#include "finding_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "fleetlint/report/report.h"
#include "fleetlint/workspace/secrets.h"

namespace fleetlint::cli {
namespace {

/// `file:line:column: `, or nothing for what no file holds.
std::string place_text(const SourceSet& sources, Location location) {
  if (!location || location.source.index >= sources.size()) return {};
  const auto& source = sources.at(location);
  const auto at = source.line_column(location.span.begin, ColumnUnit::utf16);
  return fmt::format("{}:{}:{}: ", report::shown_path(source.path()), at.line, at.column);
}

/// Whether an excerpt says anything: not of an empty file or line.
bool has_excerpt(const SourceSet& sources, Location location) {
  if (!location || location.source.index >= sources.size()) return false;
  const auto& source = sources.at(location);
  return source.line_span(source.line_column(location.span.begin).line).size() > 0;
}

}  // namespace

std::string findings_text(const SourceSet& sources, std::span<const Finding> findings) {
  return findings.empty() ? std::string() : findings_text(sources, findings, workspace::find_secrets(sources));
}

std::string findings_text(const SourceSet& sources, std::span<const Finding> findings, const Redaction& redaction) {
  const auto shown = [&](std::string_view text) { return report::printable(redaction.text(text)); };
  std::string out;
  for (const auto& finding : findings) {
    out += fmt::format("{}{} {}: {}\n", place_text(sources, finding.location), to_string(finding.severity), finding.code, report::printable(redaction.message(finding)));
    if (has_excerpt(sources, finding.location)) {
      report::ExcerptStyle style;
      style.gutter = 5;
      out += report::excerpt(sources, redaction, finding.location, style);
    }
    for (const auto& note : finding.notes) out += fmt::format("  {}note: {}\n", place_text(sources, note.location), report::printable(redaction.message(note.message, note.location)));
    if (!finding.help.empty()) out += fmt::format("  help: {}\n", shown(finding.help));
  }
  return out;
}

void print_text(const SourceSet& sources, std::string_view text) { print_text(workspace::find_secrets(sources), text); }

void print_text(const Redaction& redaction, std::string_view text) {
  const auto shown = redaction.text(text);
  std::fwrite(shown.data(), 1, shown.size(), stdout);
}

void print_json(const SourceSet& sources, std::string_view json) { print_json(workspace::find_secrets(sources), json); }

void print_json(const Redaction& redaction, std::string_view json) {
  // Both texts are the same but for what is hidden, so they are read side by side, string by string.
  const auto hidden = redaction.text(json);
  const std::string_view shown = hidden;
  const auto string_end = [](std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at)
      if (text[at] == '\\') ++at;
    return std::min(at + 1, text.size());
  };
  const auto word_end = [](std::string_view text, std::size_t at) { return std::min(text.find_first_of(",]} \n", at), text.size()); };
  std::string out;
  out.reserve(shown.size());
  std::size_t from = 0;
  for (std::size_t at = 0; at < shown.size();) {
    if (shown[at] == '"') {
      const auto end = string_end(shown, at);
      out += shown.substr(at, end - at);
      at = end;
      from = from < json.size() ? string_end(json, from) : from;
    } else if (shown.substr(at).starts_with(redacted_text) && from < json.size()) {
      const auto end = word_end(json, from);
      out += json.substr(from, end - from);
      from = end;
      at = word_end(shown, at + redacted_text.size());
    } else {
      out.push_back(shown[at++]);
      ++from;
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

void print_findings(const SourceSet& sources, std::span<const Finding> findings) {
  const auto text = findings_text(sources, findings);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print_findings(const SourceSet& sources, std::span<const Finding> findings, const Redaction& redaction) {
  const auto text = findings_text(sources, findings, redaction);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

std::vector<Finding> errors_among(std::span<const Finding> findings) {
  std::vector<Finding> errors;
  for (const auto& finding : findings)
    if (finding.severity == Severity::error) errors.push_back(finding);
  return errors;
}

void print_errors(const SourceSet& sources, std::span<const Finding> findings) { print_findings(sources, errors_among(findings)); }

}  // namespace fleetlint::cli
