#include "finding_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
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

/// The number behind `\u`; 0 when there are no four digits.
char32_t escaped_unit(std::string_view digits) {
  char32_t value = 0;
  const auto end = digits.data() + std::min<std::size_t>(digits.size(), 4);
  std::uint32_t number = 0;
  if (std::from_chars(digits.data(), end, number, 16).ptr == end) value = number;
  return value;
}

/// What stands between the quotes of valid JSON, without its escapes.
std::string unescaped(std::string_view text) {
  constexpr std::string_view letters = "bfnrt", meant = "\b\f\n\r\t";
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      out += text[at];
      continue;
    }
    const char letter = text[++at];
    if (letter != 'u') {
      const auto known = letters.find(letter);
      out += known == std::string_view::npos ? letter : meant[known];
      continue;
    }
    auto unit = escaped_unit(text.substr(at + 1));
    at += 4;
    const auto rest = text.substr(std::min(at + 1, text.size()));
    if (unit >= 0xD800 && unit < 0xDC00 && rest.starts_with("\\u"))
      if (const auto low = escaped_unit(rest.substr(2)); low >= 0xDC00 && low < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        at += 6;
      }
    append_utf8(out, unit);
  }
  return out;
}

/// Where the string that begins at a quote ends, behind its last quote.
std::size_t string_end(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at)
    if (json[at] == '\\') ++at;
  return std::min(at + 1, json.size());
}

}  // namespace

std::string json_without_secrets(const Redaction& redaction, std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const auto begin = std::min(json.find_first_of("\"-0123456789", at), json.size());
    out += json.substr(at, begin - at);
    if (begin == json.size()) break;
    const bool is_string = json[begin] == '"';
    at = is_string ? string_end(json, begin) : std::min(json.find_first_not_of("+-.0123456789eE", begin), json.size());
    const auto written = json.substr(begin, at - begin);
    const auto text = is_string && written.size() >= 2 ? unescaped(written.substr(1, written.size() - 2)) : std::string(written);
    if (const auto shown = redaction.text(text); shown == text) out += written;
    else eval::append_json_string(out, is_string ? std::string_view(shown) : redacted_text);
  }
  return out;
}

std::string findings_text(const SourceSet& sources, std::span<const Finding> findings) {
  return findings.empty() ? std::string() : findings_text(sources, findings, workspace::find_secrets(sources));
}

std::string findings_text(const SourceSet& sources, std::span<const Finding> findings, const Redaction& redaction) {
  const auto shown = [&](std::string_view text) { return report::printable(redaction.text(text)); };
  std::string out;
  for (const auto& finding : findings) {
    if (finding.code == "FL0520" && !finding.location) {  // a file that was named and cannot be read: as every command tells it
      out += fmt::format("fleetlint: {}\n", report::printable(redaction.message(finding)));
      continue;
    }
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
  const auto shown = json_without_secrets(redaction, json);
  std::fwrite(shown.data(), 1, shown.size(), stdout);
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
