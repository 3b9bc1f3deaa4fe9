// `fleetlint audit DIR…`: a record of every template below folders, for dashboards and for comparing with the last time.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <ctime>
#include <iterator>
#include <memory>
#include <set>
#include <thread>

#include "command.h"
#include "finding_printer.h"
#include "fleetlint/base/threads.h"
#include "fleetlint/report/report.h"
#include "fleetlint/workspace/audit.h"
#include "fleetlint/workspace/discovery.h"
#include "fleetlint/workspace/lint.h"
#include "lint_report.h"
#include "output_option.h"

namespace fleetlint::cli {
namespace {

struct Settings {
  std::vector<std::string> folders, outputs;
  std::string shard, now, fail_on = "never", config, cache_root, types;
  unsigned threads = 0;
};

struct Record {
  std::string line;
  std::string problems;  ///< of parameter files and configuration, for people
  bool misconfigured = false;
  std::size_t errors = 0, warnings = 0, infos = 0, scale_sets = 0;
};

int wrong_usage(const std::string& message) {
  std::fprintf(stderr, "fleetlint: %s\n", message.c_str());
  return usage;
}

std::optional<workspace::Shard> read_shard(std::string_view text) {
  workspace::Shard shard;
  if (text.empty()) return shard;
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto number = [](std::string_view digits, std::uint32_t& out) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
  };
  if (!number(text.substr(0, slash), shard.index) || !number(text.substr(slash + 1), shard.count)) return std::nullopt;
  if (shard.index == 0 || shard.count == 0 || shard.index > shard.count) return std::nullopt;
  return shard;
}

/// JSON over several lines to one line: strings hold no line breaks, so only layout is lost.
std::string one_line(std::string_view json) {
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '\n') {
      out += json[i];
      continue;
    }
    while (i + 1 < json.size() && json[i + 1] == ' ') ++i;
  }
  return out;
}

void append_list(std::string& out, std::string_view name, const std::vector<std::string>& paths) {
  out += ",\"" + std::string(name) + "\": [";
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (i > 0) out += ',';
    report::append_json_string(out, report::shown_path(paths[i]));
  }
  out += ']';
}

std::string record_start(const std::string& path, std::string_view kind) {
  std::string out = "{\"template\": ";
  report::append_json_string(out, report::shown_path(path));
  return out + ",\"kind\": \"" + std::string(kind) + "\"";
}

/// Findings that several parameter files give alike are kept once.
void add_findings(workspace::LintedTemplate& target, workspace::LintedTemplate other, bool is_first, std::set<std::string>& known) {
  for (auto& each : other.findings)
    if (known.insert(each.fingerprint + "\n" + each.finding.message).second) target.findings.push_back(std::move(each));
  target.suppressed = std::max(target.suppressed, other.suppressed);
  // What one set of parameters settles is settled: the fewest are kept.
  if (is_first || other.undecided.size() < target.undecided.size()) target.undecided = std::move(other.undecided);
  for (auto& problem : other.problems) target.problems.push_back(std::move(problem));
  target.misconfigured = target.misconfigured || other.misconfigured;
  if (!other.readable) target.readable = false, target.failure = other.failure;
}

Record look_at(const workspace::TemplateInput& input, const workspace::LintOptions& options) {
  SourceSet sources;  // of this template alone: memory does not grow with the tree
  std::vector<workspace::LintedTemplate> results(1);
  auto& merged = results[0];
  merged.path = input.path;
  std::set<std::string> known;
  std::vector<std::shared_ptr<const fleet::FleetModel>> models;  // findings may point into them
  Record record;
  auto runs = input.parameter_files;
  if (runs.empty()) runs.emplace_back();
  for (const auto& parameters : runs) {
    auto one_run = options;
    if (!parameters.empty()) one_run.parameter_files = {parameters};
    auto linted = workspace::lint_template(sources, input.path, one_run);
    if (linted.model != nullptr) record.scale_sets = std::max(record.scale_sets, linted.model->scale_sets.size());
    models.push_back(linted.model);
    add_findings(merged, std::move(linted), models.size() == 1, known);
  }
  for (const auto& each : merged.findings) {
    const auto severity = each.finding.severity;
    ++(severity == Severity::error ? record.errors : severity == Severity::warning ? record.warnings : record.infos);
  }
  record.problems = findings_text(sources, merged.problems);
  record.misconfigured = merged.misconfigured;
  record.line = record_start(input.path, input.kind == workspace::InputKind::bicep ? "bicep" : "arm");
  append_list(record.line, "parameters", input.parameter_files);
  std::vector<std::string> users;
  std::set_union(input.used_by.begin(), input.used_by.end(), input.imported_by.begin(), input.imported_by.end(), std::back_inserter(users));
  append_list(record.line, "usedBy", users);
  record.line += ",\"scaleSets\": " + std::to_string(record.scale_sets) + ",";
  record.line += one_line(report::write(make_report(sources, results), report::Format::json)).substr(1);
  return record;
}

/// The records in the order of the templates, made on several threads.
std::vector<Record> look_at_all(const std::vector<workspace::TemplateInput>& inputs, const workspace::LintOptions& options, unsigned threads) {
  std::vector<Record> records(inputs.size());
  for_each_index(inputs.size(), threads, [&](std::size_t i) { records[i] = look_at(inputs[i], options); });
  return records;
}

/// A file that was named itself and is no template: silence would look like a clean result.
bool tell_files_without_template(const std::vector<std::string>& roots, const workspace::Discovery& found) {
  bool told = false;
  for (const auto& root : roots) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(root, error)) continue;
    const auto same = [&](const std::string& path) { return std::filesystem::equivalent(path, root, error); };
    const bool is_lone = std::any_of(found.lone_parameter_files.begin(), found.lone_parameter_files.end(), same);  // told already
    const bool known = is_lone || std::any_of(found.templates.begin(), found.templates.end(), [&](const workspace::TemplateInput& input) {
      return same(input.path) || std::any_of(input.parameter_files.begin(), input.parameter_files.end(), same);
    });
    told = told || !known;
    if (!known) std::fprintf(stderr, "fleetlint: %s: is no template, so it has no record; name a .bicep file, an ARM template or a folder\n", redact_secrets(root).c_str());
  }
  return told;
}

int run(const Settings& settings) {
  const auto target = jsonl_target(settings.outputs);
  if (!target) return usage;
  const auto shard = read_shard(settings.shard);
  if (!shard) return wrong_usage("--shard takes I/N with 1 <= I <= N, not `" + settings.shard + "`");
  workspace::LintOptions options;
  options.now = static_cast<fleet::Instant>(std::time(nullptr));
  if (!settings.now.empty()) {
    const auto now = fleet::parse_instant(settings.now);
    options.now = now.value_or(0);  // checked when it was read
  }
  if (!settings.config.empty()) options.graph.configuration.fixed_file = settings.config;
  if (!settings.cache_root.empty()) options.graph.configuration.cache_root = settings.cache_root;
  if (!settings.types.empty()) options.graph.types_folder = settings.types;
  const auto threads = settings.threads > 0 ? settings.threads : std::max(1U, std::thread::hardware_concurrency());

  const auto found = workspace::discover(settings.folders, options.limits, threads);
  auto mine = found.templates;
  std::erase_if(mine, [&](const auto& input) { return !shard->holds(report::shown_path(input.path)); });
  const auto records = look_at_all(mine, options, threads);

  std::set<std::string> told;
  for (const auto& record : records)
    if (told.insert(record.problems).second) std::fputs(record.problems.c_str(), stderr);
  for (const auto& file : found.lone_parameter_files)
    if (shard->holds(report::shown_path(file)))
      std::fprintf(stderr, "fleetlint: %s: the template that it is for is not below these folders: it has no record\n", redact_secrets(file).c_str());
  const bool no_template = tell_files_without_template(settings.folders, found);
  std::vector<std::pair<std::string, std::string>> lines;  // path and record
  Record total;
  std::size_t with_sets = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    lines.emplace_back(report::shown_path(mine[i].path), records[i].line);
    total.errors += records[i].errors, total.warnings += records[i].warnings, total.infos += records[i].infos;
    with_sets += records[i].scale_sets > 0 ? 1 : 0;
  }
  bool given_is_unreadable = false;
  for (const auto& failure : found.unreadable) {
    std::fprintf(stderr, "fleetlint: %s: %s\n", redact_secrets(failure.path).c_str(), failure.message.c_str());
    given_is_unreadable |= std::find(settings.folders.begin(), settings.folders.end(), failure.path) != settings.folders.end();
    if (!failure.path.ends_with(".bicep") || !shard->holds(report::shown_path(failure.path))) continue;
    auto line = record_start(failure.path, "unreadable") + ",\"failure\": ";
    report::append_json_string(line, failure.message);
    lines.emplace_back(report::shown_path(failure.path), line + "}");
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const auto& [path, line] : lines) text += line + "\n";
  if (shard->count > 1) text += workspace::shard_line(*shard, lines.size());
  if (const int code = write_output(*target, text); code != clean) return code;
  const auto counted_as = [](std::size_t number, const char* one) { return std::to_string(number) + " " + one + (number == 1 ? "" : "s"); };
  std::fprintf(stderr, "%s, %zu with scale sets: %s, %s, %zu info\n", counted_as(records.size(), "template").c_str(), with_sets, counted_as(total.errors, "error").c_str(), counted_as(total.warnings, "warning").c_str(), total.infos);
  if (given_is_unreadable) return unreadable;
  if (std::any_of(records.begin(), records.end(), [](const Record& record) { return record.misconfigured; }) || no_template) return usage;
  const auto& on = settings.fail_on;
  const auto counted = on == "error" ? total.errors : on == "warning" ? total.errors + total.warnings : on == "info" ? total.errors + total.warnings + total.infos : 0;
  return counted > 0 ? findings : clean;
}

}  // namespace

Command audit_command() {
  return {"audit", "look at every template below folders: one record each, in JSON lines",
          "  fleetlint audit . --output jsonl=audit.jsonl\n  fleetlint audit infra --shard 1/4 -j 8 --output jsonl=part1.jsonl\n", 410,
          [](CLI::App& app) -> std::function<int()> {
            auto settings = std::make_shared<Settings>();
            app.add_option("DIR", settings->folders, "folders to walk, or single templates; links to folders are not followed")->required();
            app.add_option("--output", settings->outputs, "jsonl=FILE; - is standard output (the default)")->allow_extra_args(false);
            app.add_option("--shard", settings->shard, "I/N: only the I-th of N parts (`fleetlint merge` puts them together)");
            app.add_option("-j,--jobs", settings->threads, "templates at the same time");
            app.add_option("--fail-on", settings->fail_on, "exit 1 from this severity on: error, warning, info, never (default)")->check(one_of({"error", "warning", "info", "never"}));
            app.add_option("--now", settings->now, "fix the clock, ISO 8601")->check(instant());
            app.add_option("--config", settings->config, "this bicepconfig.json instead of the nearest one")->check(readable_json());
            app.add_option("--cache-root", settings->cache_root, help_of_cache_root);
            app.add_option("--types", settings->types, help_of_types)->check(given_path());
            return [settings] { return run(*settings); };
          }};
}

}  // namespace fleetlint::cli
