// The report for a terminal: message, excerpt with carets, the way of the value, what to do.
#include <algorithm>
#include <string>

#include "formats.h"

namespace fleetlint::report {
namespace {

class Painter {
 public:
  explicit Painter(bool on) : on_(on) {}
  std::string operator()(const char* code, std::string_view text) const {
    if (!on_) return std::string(text);
    return std::string("\x1b[") + code + "m" + std::string(text) + "\x1b[0m";
  }

 private:
  bool on_;
};

const char* severity_color(Severity severity) {
  return severity == Severity::error ? "1;31" : severity == Severity::warning ? "1;33" : "1;36";
}

/// Control characters of an input never reach the terminal.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
  return out;
}

/// Bytes of blanks that stand as wide as the text: tabs stay tabs, continuation bytes take no room.
std::string blank_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) out += c == '\t' ? '\t' : ' ';
  return out;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The line of a location with carets below it; long lines are cut around the place.
void append_excerpt(std::string& out, const Report& report, const ReportFinding& each, const Painter& paint, const std::string& gutter, std::size_t width) {
  const Source& source = report.sources->at(each.finding.location);
  const auto begin = source.line_column(each.finding.location.span.begin, ColumnUnit::bytes);
  const auto end = source.line_column(each.finding.location.span.end, ColumnUnit::bytes);
  const std::string_view line = source.line_text(begin.line);
  const std::size_t from = std::min<std::size_t>(begin.column - 1, line.size());
  const std::size_t to = end.line == begin.line ? std::clamp<std::size_t>(end.column - 1, from, line.size()) : line.size();
  // Secrets are masked in the whole line, so that a name in front of the place counts; the pieces keep their lengths in step.
  std::string before = printable(safe_excerpt(line.substr(0, from)));
  std::string marked = printable(each.secret ? std::string("[redacted]") : safe_excerpt(line.substr(from, to - from)));
  // Behind the place of a secret its value may follow.
  std::string after = each.secret ? std::string() : printable(safe_excerpt(line.substr(to)));
  if (printable(safe_excerpt(line)) != printable(line) && before + marked + after != printable(safe_excerpt(line))) {
    marked = printable(line.substr(from, to - from)) == marked ? "[redacted]" : marked;
    after.clear();
  }
  if (width_of(before) > width / 2) before = "..." + before.substr(before.size() - std::min(before.size(), width / 3));
  while (!before.empty() && before.size() > 3 && (static_cast<unsigned char>(before[3]) & 0xC0) == 0x80 && before.starts_with("...")) before.erase(3, 1);
  if (width_of(marked) > width) marked = marked.substr(0, width) + "...";
  if (width_of(before) + width_of(marked) + width_of(after) > width + 20) after.clear();
  const std::string number = std::to_string(begin.line);
  out += " " + std::string(gutter.size() - number.size(), ' ') + paint("1;34", number + " |") + " " + before + marked + after + "\n";
  out += " " + gutter + paint("1;34", " |") + " " + blank_of(before) + paint(severity_color(each.finding.severity), std::string(std::max<std::size_t>(1, width_of(marked)), '^')) + "\n";
}

std::string place_text(const Report& report, const Location& location) {
  const Place place = place_of(report, location, ColumnUnit::code_points);
  if (place.path.empty()) return "(no file)";
  return place.path + ":" + std::to_string(place.begin.line) + ":" + std::to_string(place.begin.column);
}

void append_finding(std::string& out, const Report& report, const ReportFinding& each, const Painter& paint, std::size_t width) {
  const Finding& finding = each.finding;
  out += paint(severity_color(finding.severity), std::string(to_string(finding.severity)) + "[" + finding.code + "]") + ": " + paint("1", printable(message_of(each)));
  if (!finding.certain) out += " (possible)";
  out += "\n";
  std::string gutter(3, ' ');
  if (finding.location) {
    const auto line = std::to_string(place_of(report, finding.location).begin.line);
    gutter.assign(std::max<std::size_t>(3, line.size()), ' ');
    out += " " + gutter + paint("1;34", "-->") + " " + place_text(report, finding.location) + "\n";
    append_excerpt(out, report, each, paint, gutter, width);
  }
  if (!finding.resource.empty()) out += " " + gutter + paint("1;34", " = ") + "in " + printable(redact_secrets(finding.resource)) + (finding.path.empty() ? "" : ": " + printable(redact_secrets(finding.path))) + "\n";
  for (const auto& note : finding.notes)
    out += " " + gutter + paint("1;34", " = ") + (note.location ? place_text(report, note.location) + ": " : std::string()) + printable(redact_secrets(note.message)) + "\n";
  if (!finding.help.empty()) out += " " + gutter + paint("1;34", " = ") + paint("1;32", "help") + ": " + printable(redact_secrets(finding.help)) + "\n";
  out += "\n";
}

}  // namespace

std::string text_report(const Report& report, const TextStyle& style) {
  const Painter paint(style.color);
  std::string out;
  for (const auto& each : report.findings) append_finding(out, report, each, paint, style.width);
  for (const auto& file : report.unreadable) out += paint("1;31", "error") + ": " + printable(file.path) + ": " + printable(file.message) + "\n";
  out += summary_line(report) + "\n";
  return out;
}

}  // namespace fleetlint::report
