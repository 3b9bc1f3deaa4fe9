// The report for a terminal: message, excerpt with carets, the way of the value, what to do.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "formats.h"
#include "painter.h"

namespace fleetlint::report {
namespace {

std::string place_text(const Report& report, const Location& location) {
  const Place place = place_of(report, location, ColumnUnit::code_points);
  if (place.path.empty()) return "(no file)";
  return place.path + ":" + std::to_string(place.begin.line) + ":" + std::to_string(place.begin.column);
}

/// What several resources have in common: one mistake in a module, a loop or a parameter that is used more than once.
using Group = std::vector<const ReportFinding*>;

/// Findings that say the same about the same place, in the order of the first of each.
std::vector<Group> group(const Report& report) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> known;
  for (const auto& each : report.findings) {
    const Finding& finding = each.finding;
    std::string key = finding.code + '\n' + place_text(report, finding.location) + '\n' + std::to_string(finding.location.span.end) + '\n' + finding.message + '\n' + finding.help + '\n' + std::string(to_string(finding.severity)) + (finding.certain ? "" : "?");
    const auto [at, is_new] = known.try_emplace(std::move(key), groups.size());
    if (is_new) groups.emplace_back();
    groups[at->second].push_back(&each);
  }
  return groups;
}

void append_group(std::string& out, const Report& report, const Group& same, const Painter& paint, std::size_t width) {
  const auto& each = *same.front();
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
  std::set<std::string> told;  // the ways of several values often end in common steps
  const auto tell = [&](std::string line) {
    if (told.insert(line).second) out += " " + gutter + paint("1;34", " = ") + line + "\n";
  };
  for (const auto* one : same) {
    const Finding& about = one->finding;
    if (!about.resource.empty()) tell("in " + printable(report.redaction.text(about.resource)) + (about.path.empty() ? "" : ": " + printable(report.redaction.text(about.path))));
    for (const auto& note : about.notes) tell((note.location ? place_text(report, note.location) + ": " : std::string()) + printable(report.redaction.text(note.message)));
  }
  if (!finding.help.empty()) out += " " + gutter + paint("1;34", " = ") + paint("1;32", "help") + ": " + printable(report.redaction.text(finding.help)) + "\n";
  out += "\n";
}

}  // namespace

std::string text_report(const Report& report, const TextStyle& style) {
  const Painter paint(style.color);
  std::string out;
  const auto groups = group(report);
  for (const auto& same : groups) append_group(out, report, same, paint, style.width);
  for (const auto& file : report.unreadable) out += paint("1;31", "fleetlint") + ": " + printable(redact_secrets(file.path)) + ": " + printable(file.message) + "\n";
  if (const auto undecided = undecided_line(report); !undecided.empty()) out += paint("1;33", "note") + ": " + undecided + "\n";
  out += summary_line(report);
  // Who counts the blocks above must get the same number.
  if (groups.size() != report.findings.size()) out += "; " + std::to_string(groups.size()) + (groups.size() == 1 ? " place" : " places") + " above, some used by several resources";
  out += "\n";
  return out;
}

}  // namespace fleetlint::report
