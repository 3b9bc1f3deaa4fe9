// One page without scripts or outside files: counts, then the findings of each file with their source line and the way of
// their value. Works from a disk, a build's artifacts or a mail.
#include <algorithm>
#include <map>

#include "formats.h"

namespace fleetlint::report {
namespace {

constexpr const char* style = R"css(
:root { --ground: #fff; --text: #1b1f24; --quiet: #59636e; --line: #d1d9e0; --code: #f6f8fa; --error: #b3261e; --warning: #8a5a00; --info: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --quiet: #9198a1; --line: #30363d; --code: #161b22; --error: #ff8078; --warning: #e3b341; --info: #6cb6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 64rem; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; } p, li, td { overflow-wrap: anywhere; } code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { margin: .5rem 0; padding: .5rem .75rem; background: var(--code); border-radius: 6px; overflow-x: auto; }
.quiet { color: var(--quiet); } .counts { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; padding: 0; margin: .75rem 0; list-style: none; }
.counts b { font-size: 1.3rem; } .error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
article { border: 1px solid var(--line); border-left: 4px solid; border-radius: 6px; padding: .6rem .9rem; margin: .6rem 0; }
article > * { color: var(--text); } article .level { font-weight: 600; } article.error .level { color: var(--error); } article.warning .level { color: var(--warning); } article.info .level { color: var(--info); }
article .quiet { color: var(--quiet); } mark { background: none; color: inherit; border-bottom: 2px solid currentColor; font-weight: 600; }
ol { margin: .25rem 0; padding-left: 1.2rem; } summary { cursor: pointer; color: var(--quiet); } table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; } td:last-child, th:last-child { text-align: right; padding-right: 0; }
)css";

std::string html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') out += c;
    }
  }
  return out;
}

/// Messages hold code in backticks.
std::string prose(std::string_view text) {
  std::string out;
  bool inside = false;
  std::size_t from = 0;
  for (std::size_t at = text.find('`'); at != std::string_view::npos; at = text.find('`', from)) {
    out += html(text.substr(from, at - from)) + (inside ? "</code>" : "<code>");
    inside = !inside;
    from = at + 1;
  }
  return out + html(text.substr(from)) + (inside ? "</code>" : "");
}

std::string place_text(const Place& place) { return place.path + ":" + std::to_string(place.begin.line) + ":" + std::to_string(place.begin.column); }

/// The line of a finding with its place marked; masked, and without a mark, where a secret may stand.
std::string excerpt(const Report& report, const ReportFinding& each) {
  const Location location = each.finding.location;
  if (!location || report.sources == nullptr || each.secret) return {};
  constexpr std::size_t longest = 300;
  const Source& source = report.sources->at(location);
  const auto begin = source.line_column(location.span.begin, ColumnUnit::bytes), end = source.line_column(location.span.end, ColumnUnit::bytes);
  const auto line = source.line_text(begin.line);
  const auto start = line.substr(0, longest);
  const auto shown = without_parts(start, report.redaction.parts_of_source(location.source, location.span.begin - (begin.column - 1), start));
  std::string text;
  const std::size_t from = begin.column - 1, to = end.line == begin.line ? end.column - 1 : line.size();
  if (shown == line && from < to && to <= line.size()) text = html(line.substr(0, from)) + "<mark>" + html(line.substr(from, to - from)) + "</mark>" + html(line.substr(to));
  else text = html(shown);
  return "<pre><span class=\"quiet\">" + std::to_string(begin.line) + " | </span>" + text + "</pre>\n";
}

void write_finding(std::string& out, const Report& report, const ReportFinding& each) {
  const Finding& finding = each.finding;
  const std::string level(to_string(finding.severity));
  const Place place = place_of(report, finding.location);
  out += "<article class=\"" + level + "\">\n<p><span class=\"level\">" + level + "</span> " + prose(message_of(report, each)) + "</p>\n";
  out += "<p class=\"quiet\">" + html(finding.code) + (each.rule_name.empty() ? "" : " " + html(each.rule_name)) + " · line " + std::to_string(place.begin.line);
  if (!finding.resource.empty()) out += " · " + html(report.redaction.text(finding.resource));
  if (!finding.certain) out += " · possible";
  if (each.conditional) out += " · under a condition";
  if (each.assumed_default) out += " · by a default";
  out += "</p>\n" + excerpt(report, each);
  if (!finding.help.empty()) out += "<p>" + prose(report.redaction.text(finding.help)) + "</p>\n";
  if (!finding.notes.empty()) {
    out += "<details><summary>where the value comes from</summary><ol>\n";
    for (const auto& note : finding.notes) {
      const Place at = place_of(report, note.location);
      out += "<li>" + prose(report.redaction.text(note.message)) + (at.path.empty() ? "" : " <span class=\"quiet\">" + html(place_text(at)) + "</span>") + "</li>\n";
    }
    out += "</ol></details>\n";
  }
  out += "</article>\n";
}

void write_counts(std::string& out, const Report& report) {
  std::size_t counts[4] = {};
  std::map<std::string, std::size_t> by_rule;
  for (const auto& each : report.findings) {
    ++counts[static_cast<int>(each.finding.severity)];
    ++by_rule[each.finding.code];
  }
  out += "<ul class=\"counts\"><li class=\"error\"><b>" + std::to_string(counts[3]) + "</b> errors</li><li class=\"warning\"><b>" + std::to_string(counts[2]) + "</b> warnings</li><li class=\"info\"><b>" +
         std::to_string(counts[1]) + "</b> info</li><li><b>" + std::to_string(report.files.size()) + "</b> templates</li></ul>\n";
  if (by_rule.empty()) {
    out += "<p>Nothing to tell.</p>\n";
    return;
  }
  std::vector<std::pair<std::string, std::size_t>> order(by_rule.begin(), by_rule.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  out += "<details><summary>" + std::to_string(order.size()) + (order.size() == 1 ? " rule" : " rules") + "</summary><table><tr><th>rule</th><th>finds</th><th>times</th></tr>\n";
  for (const auto& [code, count] : order) {
    const auto* rule = rule_of(report, code);
    out += "<tr><td>" + html(code) + "</td><td>" + (rule == nullptr ? "" : html(rule->title)) + "</td><td>" + std::to_string(count) + "</td></tr>\n";
  }
  out += "</table></details>\n";
}

}  // namespace

std::string html_report(const Report& report) {
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>fleetlint: " + html(summary_line(report)) +
                    "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<h1>fleetlint</h1>\n<p class=\"quiet\">" + html(summary_line(report)) + "</p>\n";
  write_counts(out, report);
  for (const auto& file : report.unreadable) out += "<article class=\"error\"><p><span class=\"level\">unreadable</span> " + html(shown_path(file.path)) + ": " + html(redact_secrets(file.message)) + "</p></article>\n";
  // Findings come template by template; a module has its own heading where it is looked at.
  std::map<std::string, std::vector<const ReportFinding*>> by_file;
  for (const auto& each : report.findings) by_file[place_of(report, each.finding.location).path].push_back(&each);
  for (const auto& [path, findings] : by_file) {
    out += "<h2>" + (path.empty() ? std::string("without a place") : html(path)) + " <span class=\"quiet\">" + std::to_string(findings.size()) + "</span></h2>\n";
    for (const auto* each : findings) write_finding(out, report, *each);
  }
  return out + "</body>\n</html>\n";
}

}  // namespace fleetlint::report
