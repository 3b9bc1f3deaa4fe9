#include "lint_report.h"

#include <cstdio>

#include "command.h"
#include "fleetlint/workspace/secrets.h"
#include "version.h"

namespace fleetlint::cli {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const auto blank = text.find(' ');
    if (blank != 0) list.emplace_back(text.substr(0, blank));
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
  }
  return list;
}

bool is_about_secrets(const rules::Rule& rule) {
  return rule.outcome == rules::Outcome::secret_leak || std::string_view(rule.tags).find("secret") != std::string_view::npos;
}

}  // namespace

report::RuleDescription describe(const rules::Rule& rule) {
  report::RuleDescription description;
  description.id = rule.id;
  description.name = rule.name;
  description.title = rule.title;
  description.page = rule.page;
  description.severity = rule.severity;
  description.precision = std::string(rules::to_string(rule.confidence));
  description.outcome = std::string(rules::to_string(rule.outcome));
  description.tags = words(rule.tags);
  return description;
}

report::Report make_report(const SourceSet& sources, const std::vector<workspace::LintedTemplate>& templates) {
  report::Report report;
  report.sources = &sources;
  report.tool_version = version;
  for (const auto* rule : rules::all_rules()) report.rules.push_back(describe(*rule));
  for (const auto& each : templates) {
    report.files.push_back(each.path);
    if (!each.readable) report.unreadable.push_back({each.path, redact_secrets(each.failure)});
    report.suppressed += each.suppressed;
    for (const auto& undecided : each.undecided) report.undecided.push_back({undecided.rule->id, undecided.parameters});
    for (const auto& finding : each.findings) {
      report::ReportFinding entry;
      entry.finding = finding.finding;
      entry.fingerprint = finding.fingerprint;
      entry.conditional = finding.conditional;
      entry.assumed_default = finding.assumed_default;
      if (finding.rule != nullptr) {
        entry.rule_name = finding.rule->name;
        entry.secret = is_about_secrets(*finding.rule);
      }
      report.findings.push_back(std::move(entry));
    }
  }
  if (report.findings.empty()) return report;
  report.redaction = workspace::find_secrets(sources);
  for (const auto& each : templates)
    if (each.model != nullptr) workspace::add_secret_values(*each.model->evaluated, report.redaction);
  return report;
}

std::string format_list() {
  std::string names;
  for (const auto name : report::format_names()) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

bool outputs_are_formats(const std::vector<std::string>& outputs) {
  for (const auto& output : outputs) {
    const auto equals = output.find('=');
    if (equals != std::string::npos && equals + 1 != output.size() && report::format_named(std::string_view(output).substr(0, equals))) continue;
    std::fprintf(stderr, "fleetlint: --output needs FORMAT=FILE with one of %s, not `%s`\n", format_list().c_str(), output.c_str());
    return false;
  }
  return true;
}

bool write_outputs(const report::Report& report, const std::vector<std::string>& outputs, int& exit_code) {
  if (!outputs_are_formats(outputs)) {
    exit_code = usage;
    return false;
  }
  for (const auto& output : outputs) {
    const auto equals = output.find('=');
    const auto format = report::format_named(std::string_view(output).substr(0, equals));
    const auto path = output.substr(equals + 1);
    const auto text = report::write(report, *format);
    std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
    const bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool closed = file == nullptr || file == stdout || std::fclose(file) == 0;
    if (!written || !closed) {
      std::fprintf(stderr, "fleetlint: %s: cannot be written\n", path.c_str());
      exit_code = usage;
      return false;
    }
  }
  return true;
}

}  // namespace fleetlint::cli
