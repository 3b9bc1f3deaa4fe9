// SARIF 2.1.0 as code scanning reads it: rules with help, narrow regions, related locations for the way of a value.
#include <map>
#include <set>

#include "formats.h"
#include "json_writer.h"

namespace fleetlint::report {
namespace {

std::string_view sarif_level(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

std::string_view problem_severity(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "recommendation";
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  auto cut = most - 3;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return std::string(text.substr(0, cut)) + "...";
}

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  json.begin_object();
  json.member("text", text);
  json.end_object();
}

void write_rule(JsonWriter& json, const RuleDescription& rule) {
  json.begin_object();
  json.member("id", rule.id);
  json.member("name", rule.name);
  write_text(json, "shortDescription", rule.title);
  write_text(json, "fullDescription", shortened(rule.page, 1000));
  json.key("help");
  json.begin_object();
  json.member("text", rule.page);
  json.member("markdown", rule.page);
  json.end_object();
  if (!rule.help_uri.empty()) json.member("helpUri", rule.help_uri);
  json.key("defaultConfiguration");
  json.begin_object();
  json.member("level", sarif_level(rule.severity));
  json.end_object();
  json.key("properties");
  json.begin_object();
  json.member("precision", rule.precision);
  // Any security severity makes the alert a security alert: only leaks are.
  if (rule.outcome == "secret-leak") json.member("security-severity", rule.severity == Severity::error ? "8.0" : "6.5");
  else json.member("problem.severity", problem_severity(rule.severity));
  json.key("tags");
  json.begin_array();
  for (std::size_t i = 0; i < rule.tags.size() && i < 9; ++i) json.value(rule.tags[i]);
  if (rule.outcome == "secret-leak") json.value("security");
  json.end_array();
  json.end_object();
  json.end_object();
}

void write_location(JsonWriter& json, const Report& report, const Location& location) {
  const Place place = place_of(report, location);
  json.key("physicalLocation");
  json.begin_object();
  json.key("artifactLocation");
  json.begin_object();
  json.member("uri", place.path);
  json.member("uriBaseId", "%SRCROOT%");
  json.end_object();
  json.key("region");
  json.begin_object();
  json.member("startLine", place.begin.line);
  json.member("startColumn", place.begin.column);
  json.member("endLine", place.end.line);
  json.member("endColumn", place.end.column);
  json.end_object();
  json.end_object();
}

void write_related(JsonWriter& json, const Report& report, const Finding& finding) {
  json.key("relatedLocations");
  json.begin_array();
  std::int64_t id = 0;
  for (const auto& note : finding.notes) {
    if (!note.location) continue;
    json.begin_object();
    json.member("id", ++id);
    write_location(json, report, note.location);
    write_text(json, "message", report.redaction.text(note.message));
    json.end_object();
  }
  json.end_array();
}

/// The first sentence is what people see; the places that explain it are linked.
std::string linked_message(const Report& report, const ReportFinding& each) {
  std::string message = message_of(report, each);
  std::int64_t id = 0;
  for (const auto& note : each.finding.notes) {
    if (!note.location) continue;
    message += (id == 0 ? ". See: [" : ", [") + report.redaction.text(note.message) + "](" + std::to_string(id + 1) + ")";
    if (++id == 4) break;
  }
  if (!each.finding.help.empty()) message += ". " + report.redaction.text(each.finding.help);
  return message;
}

void write_fixes(JsonWriter& json, const Report& report, const Finding& finding) {
  json.key("fixes");
  json.begin_array();
  for (const auto& fix : finding.fixes) {
    json.begin_object();
    write_text(json, "description", report.redaction.text(fix.title));
    json.key("artifactChanges");
    json.begin_array();
    for (const auto& edit : fix.edits) {
      const Place place = place_of(report, edit.location);
      json.begin_object();
      json.key("artifactLocation");
      json.begin_object();
      json.member("uri", place.path);
      json.end_object();
      json.key("replacements");
      json.begin_array();
      json.begin_object();
      json.key("deletedRegion");
      json.begin_object();
      json.member("startLine", place.begin.line);
      json.member("startColumn", place.begin.column);
      json.member("endLine", place.end.line);
      json.member("endColumn", place.end.column);
      json.end_object();
      write_text(json, "insertedContent", report.redaction.text(edit.replacement));
      json.end_object();
      json.end_array();
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string sarif_report(const Report& report) {
  std::string out;
  JsonWriter json(out);
  std::map<std::string, std::size_t> rule_index;
  json.begin_object();
  json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.member("version", "2.1.0");
  json.key("runs");
  json.begin_array();
  json.begin_object();
  json.key("tool");
  json.begin_object();
  json.key("driver");
  json.begin_object();
  json.member("name", "fleetlint");
  json.member("semanticVersion", report.tool_version);
  json.key("rules");
  json.begin_array();
  // Only those with results: a viewer asks for no other, and hundreds of pages would make each upload as large as its limit.
  std::set<std::string_view> told;
  for (const auto& each : report.findings) told.insert(each.finding.code);
  for (const auto& rule : report.rules) {
    if (!told.contains(rule.id)) continue;
    rule_index.emplace(rule.id, rule_index.size());
    write_rule(json, rule);
  }
  json.end_array();
  json.end_object();
  json.end_object();
  json.member("columnKind", "utf16CodeUnits");
  json.key("automationDetails");
  json.begin_object();
  json.member("id", "fleetlint/");
  json.end_object();
  json.key("results");
  json.begin_array();
  for (const auto& each : report.findings) {
    json.begin_object();
    json.member("ruleId", each.finding.code);
    if (const auto index = rule_index.find(each.finding.code); index != rule_index.end()) json.member("ruleIndex", index->second);
    json.member("level", sarif_level(each.finding.severity));
    write_text(json, "message", linked_message(report, each));
    json.key("locations");
    json.begin_array();
    if (each.finding.location) {
      json.begin_object();
      write_location(json, report, each.finding.location);
      if (!each.finding.resource.empty()) {
        json.key("logicalLocations");
        json.begin_array();
        json.begin_object();
        json.member("fullyQualifiedName", report.redaction.text(each.finding.resource + (each.finding.path.empty() ? "" : " " + each.finding.path)));
        json.member("kind", "resource");
        json.end_object();
        json.end_array();
      }
      json.end_object();
    }
    json.end_array();
    write_related(json, report, each.finding);
    json.key("partialFingerprints");
    json.begin_object();
    json.member("fleetlint/v1", each.fingerprint);
    json.end_object();
    if (!each.finding.fixes.empty()) write_fixes(json, report, each.finding);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  json.end_array();
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace fleetlint::report
