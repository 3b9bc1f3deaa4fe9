// The report for a terminal: message, excerpt with carets, the way of the value, what to do.
#include <algorithm>
#include <string>

#include "formats.h"
#include "painter.h"

namespace fleetlint::report {
namespace {

std::string place_text(const Report& report, const Location& location) {
  const Place place = place_of(report, location, ColumnUnit::code_points);
  if (place.path.empty()) return "(no file)";
  return place.path + ":" + std::to_string(place.begin.line) + ":" + std::to_string(place.begin.column);
}

void append_finding(std::string& out, const Report& report, const ReportFinding& each, const Painter& paint, std::size_t width) {
  const Finding& finding = each.finding;
  out += paint(severity_color(finding.severity), std::string(to_string(finding.severity)) + "[" + finding.code + "]") + ": " + paint("1", printable(message_of(report, each)));
  if (!finding.certain) out += " (possible)";
  out += "\n";
  std::string gutter(3, ' ');
  if (finding.location) {
    const auto line = std::to_string(place_of(report, finding.location).begin.line);
    gutter.assign(std::max<std::size_t>(3, line.size()), ' ');
    out += " " + gutter + paint("1;34", "-->") + " " + place_text(report, finding.location) + "\n";
    out += excerpt(*report.sources, report.redaction, finding.location, {paint.is_on(), finding.severity, gutter.size(), width, each.secret});
  }
  if (!finding.resource.empty()) out += " " + gutter + paint("1;34", " = ") + "in " + printable(report.redaction.text(finding.resource)) + (finding.path.empty() ? "" : ": " + printable(report.redaction.text(finding.path))) + "\n";
  for (const auto& note : finding.notes)
    out += " " + gutter + paint("1;34", " = ") + (note.location ? place_text(report, note.location) + ": " : std::string()) + printable(report.redaction.text(note.message)) + "\n";
  if (!finding.help.empty()) out += " " + gutter + paint("1;34", " = ") + paint("1;32", "help") + ": " + printable(report.redaction.text(finding.help)) + "\n";
  out += "\n";
}

}  // namespace

std::string text_report(const Report& report, const TextStyle& style) {
  const Painter paint(style.color);
  std::string out;
  for (const auto& each : report.findings) append_finding(out, report, each, paint, style.width);
  for (const auto& file : report.unreadable) out += paint("1;31", "error") + ": " + printable(redact_secrets(file.path)) + ": " + printable(file.message) + "\n";
  out += summary_line(report) + "\n";
  return out;
}

}  // namespace fleetlint::report
