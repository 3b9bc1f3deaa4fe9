#include "fleetlint/report/report.h"

#include <algorithm>
#include <set>

#include "formats.h"

namespace fleetlint::report {
namespace {

struct NamedFormat {
  std::string_view name;
  Format format;
};
constexpr NamedFormat formats[] = {
    {"text", Format::text},     {"json", Format::json},     {"sarif", Format::sarif},               {"junit", Format::junit},
    {"github", Format::github}, {"gitlab", Format::gitlab}, {"azure-devops", Format::azure_devops}, {"markdown", Format::markdown},
    {"html", Format::html},     {"jsonl", Format::jsonl},   {"sqlite", Format::sqlite},
};

/// Length of the valid UTF-8 sequence at the start of `text`; 0 when there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!continues(1) || !continues(2)) return 0;
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
    return 4;
  }
  return 0;
}

}  // namespace

std::optional<Format> format_named(std::string_view name) {
  for (const auto& each : formats)
    if (each.name == name) return each.format;
  return std::nullopt;
}

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> names;
  for (const auto& each : formats) names.push_back(each.name);
  return names;
}

bool is_binary(Format format) { return format == Format::sqlite; }

std::string write(const Report& report, Format format, const TextStyle& style) {
  switch (format) {
    case Format::text: return text_report(report, style);
    case Format::json: return json_report(report);
    case Format::sarif: return sarif_report(report);
    case Format::junit: return junit_report(report);
    case Format::github: return github_report(report);
    case Format::gitlab: return gitlab_report(report);
    case Format::azure_devops: return azure_devops_report(report);
    case Format::markdown: return markdown_report(report);
    case Format::html: return html_report(report);
    case Format::jsonl: return jsonl_report(report);
    case Format::sqlite: return sqlite_report(report);
  }
  return {};
}

std::string summary_line(const Report& report) {
  std::size_t counts[4] = {};
  for (const auto& each : report.findings) ++counts[static_cast<int>(each.finding.severity)];
  const auto count = [](std::size_t number, const char* one, const char* many) { return std::to_string(number) + " " + (number == 1 ? one : many); };
  std::string line = count(counts[3], "error", "errors") + ", " + count(counts[2], "warning", "warnings") + ", " + std::to_string(counts[1]) + " info in " +
                     count(report.files.size() - std::min(report.files.size(), report.unreadable.size()), "template", "templates");
  if (!report.unreadable.empty()) line += ", " + std::to_string(report.unreadable.size()) + " not read";
  if (report.suppressed > 0) line += ", " + std::to_string(report.suppressed) + " suppressed";
  if (report.known > 0) line += ", " + std::to_string(report.known) + " known";
  return line;
}

std::string undecided_line(const Report& report) {
  constexpr std::size_t most_names = 8;
  std::set<std::string_view> rules, names;
  for (const auto& each : report.undecided) {
    if (each.parameters.empty()) continue;
    rules.insert(each.rule);
    names.insert(each.parameters.begin(), each.parameters.end());
  }
  if (rules.empty()) return {};
  std::string list;
  std::size_t told = 0;
  for (const auto name : names) {
    if (told == most_names) break;
    list += (told++ == 0 ? "`" : ", `") + redact_secrets(name) + "`";
  }
  if (names.size() > told) list += " and " + std::to_string(names.size() - told) + " more";
  const bool one = names.size() == 1;
  return std::to_string(rules.size()) + (rules.size() == 1 ? " rule" : " rules") + " could not decide, because " + (one ? "parameter " : "parameters ") + list + (one ? " has" : " have") +
         " no value: give " + (one ? "it" : "them") + " with --parameters FILE or --param NAME=VALUE";
}

void append_json_string(std::string& out, std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text.front());
    std::size_t taken = 1;
    if (c == '"') out += "\\\"";
    else if (c == '\\') out += "\\\\";
    else if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (c == '\t') out += "\\t";
    else if (c < 0x20 || c == 0x7F) {
      out += "\\u00";
      out += digits[c >> 4];
      out += digits[c & 15];
    } else if ((taken = utf8_length(text)) == 0) {
      out += "\xEF\xBF\xBD";
      taken = 1;
    } else {
      out.append(text.substr(0, taken));
    }
    text.remove_prefix(taken);
  }
  out += '"';
}

std::string shown_path(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  return redact_secrets(path);
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) out += (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F ? ' ' : c;
  return out;
}

Place place_of(const Report& report, const Location& location, ColumnUnit unit) {
  Place place;
  if (!location || report.sources == nullptr) return place;
  const Source& source = report.sources->at(location);
  place.path = shown_path(source.path());
  place.begin = source.line_column(location.span.begin, unit);
  place.end = source.line_column(std::max(location.span.begin, location.span.end), unit);
  return place;
}

const RuleDescription* rule_of(const Report& report, const std::string& code) {
  for (const auto& rule : report.rules)
    if (rule.id == code) return &rule;
  return nullptr;
}

std::string message_of(const Report& report, const ReportFinding& finding) { return report.redaction.message(finding.finding); }

}  // namespace fleetlint::report
