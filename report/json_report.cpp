// The JSON that tests and scripts read; its members are fixed by the contract, others may be added.
#include "formats.h"
#include "json_writer.h"

namespace fleetlint::report {
namespace {

void write_place(JsonWriter& json, const Report& report, const Location& location) {
  const Place place = place_of(report, location);
  json.member("file", place.path);
  json.member("line", place.begin.line);
  json.member("column", place.begin.column);
  json.member("endLine", place.end.line);
  json.member("endColumn", place.end.column);
}

void write_finding(JsonWriter& json, const Report& report, const ReportFinding& each) {
  const Finding& finding = each.finding;
  json.begin_object();
  json.member("rule", finding.code);
  if (!each.rule_name.empty()) json.member("name", each.rule_name);
  json.member("severity", to_string(finding.severity));
  json.member("message", message_of(report, each));
  write_place(json, report, finding.location);
  json.member("resource", report.redaction.text(finding.resource));
  json.member("path", report.redaction.text(finding.path));
  json.member("certain", finding.certain);
  json.member("fingerprint", each.fingerprint);
  if (each.conditional) json.member("conditional", true);
  if (each.assumed_default) json.member("assumedDefault", true);
  if (!finding.help.empty()) json.member("help", report.redaction.text(finding.help));
  if (!finding.notes.empty()) {
    json.key("related");
    json.begin_array();
    for (const auto& note : finding.notes) {
      json.begin_object();
      json.member("message", report.redaction.text(note.message));
      write_place(json, report, note.location);
      json.end_object();
    }
    json.end_array();
  }
  if (!finding.fixes.empty()) {
    json.key("fixes");
    json.begin_array();
    for (const auto& fix : finding.fixes) {
      json.begin_object();
      json.member("title", report.redaction.text(fix.title));
      json.member("certain", fix.certain);
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
}

}  // namespace

std::string json_report(const Report& report) {
  std::string out;
  JsonWriter json(out);
  std::size_t counts[4] = {};
  for (const auto& each : report.findings) ++counts[static_cast<int>(each.finding.severity)];
  json.begin_object();
  json.member("version", std::int64_t{1});
  json.key("findings");
  json.begin_array();
  for (const auto& each : report.findings) write_finding(json, report, each);
  json.end_array();
  json.key("summary");
  json.begin_object();
  json.member("errors", counts[3]);
  json.member("warnings", counts[2]);
  json.member("infos", counts[1]);
  json.member("files", report.files.size());
  json.member("suppressed", report.suppressed);
  json.member("known", report.known);
  json.member("notEvaluated", report.undecided.size());
  if (!report.undecided.empty()) {
    json.key("undecided");
    json.begin_array();
    for (const auto& each : report.undecided) {
      json.begin_object();
      json.member("rule", each.rule);
      json.key("parameters");
      json.begin_array();
      for (const auto& name : each.parameters) json.value(redact_secrets(name));
      json.end_array();
      json.end_object();
    }
    json.end_array();
  }
  json.key("unreadable");
  json.begin_array();
  for (const auto& file : report.unreadable) json.value(shown_path(file.path));
  json.end_array();
  json.end_object();
  json.end_object();
  out += '\n';
  return out;
}

std::string jsonl_report(const Report& report) {
  std::string out;
  for (const auto& each : report.findings) {
    JsonWriter json(out, JsonWriter::Layout::one_line);
    write_finding(json, report, each);
    out += '\n';
  }
  return out;
}

}  // namespace fleetlint::report
