// Reports for CI systems: GitHub and Azure DevOps commands, GitLab code quality, JUnit, Markdown for a pull request.
#include <algorithm>
#include <map>

#include "formats.h"
#include "json_writer.h"

namespace fleetlint::report {
namespace {

struct Escape {
  char from;
  std::string_view to;
};

template <std::size_t N>
std::string escaped(std::string_view text, const Escape (&escapes)[N]) {
  std::string out;
  for (const char c : text) {
    const auto* found = std::find_if(std::begin(escapes), std::end(escapes), [&](const Escape& each) { return each.from == c; });
    if (found == std::end(escapes)) out += c;
    else out += found->to;
  }
  return out;
}

constexpr Escape github_message[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}};
constexpr Escape github_property[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}};
constexpr Escape devops_property[] = {{'%', "%AZP25"}, {'\r', "%0D"}, {'\n', "%0A"}, {';', "%3B"}, {']', "%5D"}};
constexpr Escape xml_text[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}};
constexpr Escape markdown_cell[] = {{'|', "\\|"}, {'\n', " "}, {'\r', " "}, {'<', "&lt;"}};

/// The worst first: CI systems show only so many.
std::vector<const ReportFinding*> worst_first(const Report& report) {
  std::vector<const ReportFinding*> order;
  for (const auto& each : report.findings) order.push_back(&each);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->finding.severity > b->finding.severity; });
  return order;
}

/// Characters that XML 1.0 forbids.
std::string xml(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') kept += c;
  return escaped(kept, xml_text);
}

std::string full_message(const Report& report, const ReportFinding& each) {
  std::string message = message_of(report, each);
  if (!each.finding.help.empty()) message += "; " + report.redaction.text(each.finding.help);
  return message;
}

}  // namespace

std::string github_report(const Report& report) {
  constexpr std::size_t most_shown = 10;  // of each level and step
  std::string out;
  std::map<Severity, std::size_t> shown;
  std::size_t folded = 0;
  for (const auto* each : worst_first(report)) {
    const Severity severity = each->finding.severity;
    if (++shown[severity] > most_shown) {
      ++folded;
      continue;
    }
    const Place place = place_of(report, each->finding.location, ColumnUnit::code_points);
    out += severity == Severity::error ? "::error " : severity == Severity::warning ? "::warning " : "::notice ";
    if (!place.path.empty()) {
      out += "file=" + escaped(place.path, github_property) + ",line=" + std::to_string(place.begin.line) + ",endLine=" + std::to_string(place.end.line);
      // Columns only count within one line.
      if (place.begin.line == place.end.line) out += ",col=" + std::to_string(place.begin.column) + ",endColumn=" + std::to_string(place.end.column);
      out += ",";
    }
    out += "title=" + escaped(each->finding.code + (each->rule_name.empty() ? "" : " " + each->rule_name), github_property) + "::" + escaped(full_message(report, *each), github_message) + "\n";
  }
  for (const auto& file : report.unreadable) out += "::error file=" + escaped(shown_path(file.path), github_property) + "::" + escaped(file.message, github_message) + "\n";
  if (folded > 0) out += "::notice title=fleetlint::" + std::to_string(folded) + (folded == 1 ? " more finding; " : " more findings; ") + escaped(summary_line(report), github_message) + "\n";
  return out;
}

std::string azure_devops_report(const Report& report) {
  std::string out;
  for (const auto* each : worst_first(report)) {
    const Place place = place_of(report, each->finding.location, ColumnUnit::code_points);
    if (each->finding.severity == Severity::info) {  // this system knows errors and warnings only
      out += place.path + ":" + std::to_string(place.begin.line) + ": info " + each->finding.code + ": " + full_message(report, *each) + "\n";
      continue;
    }
    out += std::string("##vso[task.logissue type=") + (each->finding.severity == Severity::error ? "error" : "warning") + ";sourcepath=" + escaped(place.path, devops_property) +
           ";linenumber=" + std::to_string(place.begin.line) + ";columnnumber=" + std::to_string(place.begin.column) + ";code=" + escaped(each->finding.code, devops_property) + ";]" +
           escaped(full_message(report, *each), github_message) + "\n";
  }
  for (const auto& file : report.unreadable) out += "##vso[task.logissue type=error;sourcepath=" + escaped(shown_path(file.path), devops_property) + ";]" + escaped(file.message, github_message) + "\n";
  return out;
}

std::string gitlab_report(const Report& report) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const auto& each : report.findings) {
    const Place place = place_of(report, each.finding.location, ColumnUnit::code_points);
    const Severity severity = each.finding.severity;
    json.begin_object();
    json.member("description", full_message(report, each));
    json.member("check_name", "fleetlint/" + each.finding.code);
    json.member("fingerprint", each.fingerprint);
    json.member("severity", severity == Severity::error ? "critical" : severity == Severity::warning ? "major" : "info");
    json.key("location");
    json.begin_object();
    json.member("path", place.path);
    json.key("lines");
    json.begin_object();
    json.member("begin", place.begin.line);
    json.member("end", place.end.line);
    json.end_object();
    json.end_object();
    json.end_object();
  }
  json.end_array();
  out += '\n';
  return out;
}

std::string junit_report(const Report& report) {
  std::map<std::string, std::vector<const ReportFinding*>> by_file;
  for (const auto& file : report.files) by_file[shown_path(file)];
  for (const auto& each : report.findings) by_file[place_of(report, each.finding.location).path].push_back(&each);
  // What does not fail the run is a passed test that tells its finding.
  const auto fails = [&](const ReportFinding* each) { return report.fails_from && each->finding.severity >= *report.fails_from; };
  std::string suites;
  std::size_t tests = 0, failures = 0;
  for (const auto& [file, findings] : by_file) {
    const std::size_t cases = std::max<std::size_t>(1, findings.size());
    const auto failed = static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), fails));
    tests += cases;
    failures += failed;
    suites += "  <testsuite name=\"" + xml(file) + "\" tests=\"" + std::to_string(cases) + "\" failures=\"" + std::to_string(failed) + "\" errors=\"0\">\n";
    if (findings.empty()) suites += "    <testcase name=\"no findings\" classname=\"" + xml(file) + "\"/>\n";
    for (const auto* each : findings) {
      const Place place = place_of(report, each->finding.location, ColumnUnit::code_points);
      suites += "    <testcase name=\"" + xml(each->finding.code + " " + report.redaction.text(each->finding.resource)) + "\" classname=\"" + xml(file) + "\" file=\"" + xml(file) + "\" line=\"" +
                std::to_string(place.begin.line) + "\">\n";
      const std::string severity(to_string(each->finding.severity));
      const std::string where = place.path + ":" + std::to_string(place.begin.line) + ":" + std::to_string(place.begin.column) + ": ";
      if (fails(each)) suites += "      <failure type=\"" + severity + "\" message=\"" + xml(message_of(report, *each)) + "\">" + xml(where + full_message(report, *each)) + "</failure>\n";
      else suites += "      <system-out>" + xml(where + severity + ": " + full_message(report, *each)) + "</system-out>\n";
      suites += "    </testcase>\n";
    }
    suites += "  </testsuite>\n";
  }
  std::string unreadable;
  if (!report.unreadable.empty()) {
    const auto count = std::to_string(report.unreadable.size());
    unreadable += "  <testsuite name=\"unreadable files\" tests=\"" + count + "\" failures=\"0\" errors=\"" + count + "\">\n";
    for (const auto& file : report.unreadable)
      unreadable += "    <testcase name=\"" + xml(shown_path(file.path)) + "\" classname=\"files\"><error message=\"" + xml(file.message) + "\"/></testcase>\n";
    unreadable += "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"fleetlint\" tests=\"" + std::to_string(tests + report.unreadable.size()) + "\" failures=\"" + std::to_string(failures) +
         "\" errors=\"" + std::to_string(report.unreadable.size()) + "\">\n" + suites + unreadable + "</testsuites>\n";
}

std::string markdown_report(const Report& report) {
  std::string out = "## fleetlint\n\n" + summary_line(report) + "\n";
  if (!report.findings.empty()) {
    out += "\n| | rule | finding | where |\n|---|---|---|---|\n";
    for (const auto* each : worst_first(report)) {
      const Place place = place_of(report, each->finding.location, ColumnUnit::code_points);
      out += "| " + std::string(to_string(each->finding.severity)) + " | " + each->finding.code + (each->rule_name.empty() ? "" : "<br>" + each->rule_name) + " | " +
             escaped(message_of(report, *each), markdown_cell) + (each->finding.help.empty() ? "" : "<br>" + escaped(report.redaction.text(each->finding.help), markdown_cell)) + " | " +
             escaped(place.path, markdown_cell) + ":" + std::to_string(place.begin.line) + " |\n";
    }
  }
  for (const auto& file : report.unreadable) out += "\n- **" + escaped(shown_path(file.path), markdown_cell) + "** could not be read: " + escaped(file.message, markdown_cell) + "\n";
  return out;
}

}  // namespace fleetlint::report
