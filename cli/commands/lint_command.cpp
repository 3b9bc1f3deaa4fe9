// `fleetlint lint PATH…`: findings in templates, for people and for machines.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <tuple>

#include "command.h"
#include "finding_printer.h"
#include "fleetlint/workspace/discovery.h"
#include "fleetlint/workspace/lint.h"
#include "lint_report.h"
#include "suggestion.h"

namespace fleetlint::cli {
namespace {

struct LintArguments {
  std::vector<std::string> paths, outputs;
  std::string format = "text", fail_on = "error", now, baseline, baseline_to_write, color = "auto", config, cache_root, types, features;
  bool no_inline = false;
  unsigned jobs = 0;
  workspace::LintOptions options;
};

bool is_folder(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool wants_color(const std::string& choice) {
  if (choice == "always") return true;
  if (choice == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

int wrong_usage(const std::string& message) {
  std::fprintf(stderr, "fleetlint: %s\n", message.c_str());
  return usage;
}

/// Checks what the arguments name; the exit code, or 0.
int prepare(LintArguments& arguments) {
  auto& options = arguments.options;
  for (const auto* list : {&options.enabled, &options.disabled})
    for (const auto& id : *list)
      if (rules::find_rule(id) == nullptr) return wrong_usage(no_such_rule(id));
  if (arguments.now.empty()) options.now = static_cast<fleet::Instant>(std::time(nullptr));
  else options.now = fleet::parse_instant(arguments.now).value_or(0);  // checked when it was read
  for (const auto& parameter : options.parameters)
    if (const auto equals = parameter.find('='); equals == std::string::npos || equals == 0)
      return wrong_usage("--param needs NAME=VALUE, not `" + redact_secrets(parameter) + "`");
  options.inline_suppressions = !arguments.no_inline;
  if (!arguments.config.empty()) options.graph.configuration.fixed_file = arguments.config;
  if (!arguments.cache_root.empty()) options.graph.configuration.cache_root = arguments.cache_root;
  if (!arguments.types.empty()) options.graph.types_folder = arguments.types;
  for (std::size_t from = 0; from < arguments.features.size();) {
    const auto to = std::min(arguments.features.find(',', from), arguments.features.size());
    const auto name = arguments.features.substr(from, to - from);
    const auto feature = compiler::feature_named(name);
    if (!name.empty() && !feature) return wrong_usage("there is no experimental feature `" + name + "`");
    if (feature) options.graph.configuration.extra_features.set(*feature);
    from = to + 1;
  }
  if (arguments.jobs == 0) arguments.jobs = std::max(1u, std::thread::hardware_concurrency());
  return clean;
}

/// What is wrong beside the templates, once: several templates may be judged with one configuration or scenario.
void tell_problems(const SourceSet& sources, const std::vector<workspace::LintedTemplate>& results) {
  std::vector<Finding> problems;
  std::set<std::tuple<std::string, Span, std::string>> told;
  for (const auto& each : results)
    for (const auto& problem : each.problems)
      if (told.emplace(problem.location ? sources.at(problem.location).path() : each.path, problem.location.span, problem.message).second) problems.push_back(problem);
  print_findings(sources, problems);
}

/// Keeps one of findings that several parameter files of a folder run give alike.
void merge_into(workspace::LintedTemplate& target, workspace::LintedTemplate other) {
  std::set<std::pair<std::string, std::string>> known;
  for (const auto& each : target.findings) known.emplace(each.fingerprint, each.finding.message);
  for (auto& each : other.findings)
    if (known.emplace(each.fingerprint, each.finding.message).second) target.findings.push_back(std::move(each));
  for (auto& problem : other.problems) target.problems.push_back(std::move(problem));
  target.suppressed = std::max(target.suppressed, other.suppressed);
  target.misconfigured = target.misconfigured || other.misconfigured;
  if (!other.readable) {
    target.readable = false;
    target.failure = other.failure;
  }
}

/// Templates below a folder, each with each of its parameter files; modules are looked at where they are used.
void lint_folder(SourceSet& sources, const std::string& folder, const LintArguments& arguments, std::vector<workspace::LintedTemplate>& results) {
  const auto found = workspace::discover({folder}, arguments.options.limits, arguments.jobs);
  for (const auto& failure : found.unreadable) {
    workspace::LintedTemplate unreadable;
    unreadable.path = failure.path;
    unreadable.readable = false;
    unreadable.failure = failure.message;
    results.push_back(std::move(unreadable));
  }
  if (found.templates.empty() && found.lone_parameter_files.empty() && found.unreadable.empty()) std::fprintf(stderr, "fleetlint: %s: no templates below this folder\n", folder.c_str());
  for (const auto& input : found.templates) {
    if (!input.is_entry) continue;
    std::optional<workspace::LintedTemplate> merged;
    const std::vector<std::string> none{std::string()};
    for (const auto& parameters : input.parameter_files.empty() || !arguments.options.parameter_files.empty() ? none : input.parameter_files) {
      auto options = arguments.options;
      if (!parameters.empty()) options.parameter_files.push_back(parameters);
      auto one = workspace::lint_template(sources, input.path, options);
      if (merged) merge_into(*merged, std::move(one));
      else merged = std::move(one);
    }
    if (merged) results.push_back(std::move(*merged));
  }
  if (!arguments.options.parameter_files.empty()) return;  // those are asked about, no others
  for (const auto& file : found.lone_parameter_files) results.push_back(workspace::lint_template(sources, file, arguments.options));
}

/// What `--fail-on` names; nothing for `never`.
std::optional<Severity> least_severity(const std::string& fail_on) {
  if (fail_on == "never") return std::nullopt;
  return fail_on == "info" ? Severity::info : fail_on == "warning" ? Severity::warning : Severity::error;
}

int exit_code_of(const report::Report& report, bool misconfigured, bool broken_input) {
  if (!report.unreadable.empty()) return unreadable;
  if (misconfigured) return usage;
  if (!report.fails_from) return clean;
  if (broken_input) return findings;
  const bool found = std::any_of(report.findings.begin(), report.findings.end(), [&](const auto& each) { return each.finding.severity >= *report.fails_from; });
  return found ? findings : clean;
}

int run_lint(LintArguments& arguments) {
  if (const int code = prepare(arguments); code != clean) return code;
  const auto format = report::format_named(arguments.format);
  if (!format) return wrong_usage("there is no format `" + arguments.format + "`; formats are " + format_list());
  if (!outputs_are_formats(arguments.outputs)) return usage;
  if (report::is_binary(*format) && isatty(STDOUT_FILENO) == 1) return wrong_usage("`" + arguments.format + "` is no text: write it to a file with --output " + arguments.format + "=FILE");
  SourceSet sources;
  std::vector<workspace::LintedTemplate> results;
  std::vector<std::string> files;
  for (const auto& path : arguments.paths) {
    if (is_folder(path)) lint_folder(sources, path, arguments, results);
    else files.push_back(path);
  }
  // A module that another one of these files uses is looked at there, with the values that it is given.
  const auto used = workspace::used_by_others(files, arguments.options.parameter_files.empty(), arguments.options.limits);
  std::erase_if(files, [&](const std::string& file) { return used.contains(file); });
  for (auto& each : workspace::lint_templates(sources, files, arguments.options, arguments.jobs)) results.push_back(std::move(each));
  tell_problems(sources, results);
  std::size_t known = 0;
  if (!arguments.baseline.empty()) {
    const auto baseline = workspace::read_baseline(arguments.baseline, arguments.options.limits);
    if (!baseline.failure.empty()) return wrong_usage(arguments.baseline + ": " + baseline.failure + "; `fleetlint lint --write-baseline` writes one");
    known = workspace::remove_known(results, baseline);
  }
  auto report = make_report(sources, results);
  report.known = known;
  report.fails_from = least_severity(arguments.fail_on);
  if (*format != report::Format::text)  // which tells them itself
    for (const auto& file : report.unreadable) std::fprintf(stderr, "fleetlint: %s: %s\n", redact_secrets(file.path).c_str(), redact_secrets(file.message).c_str());
  const report::TextStyle style{*format == report::Format::text && wants_color(arguments.color), 100};
  const auto text = report::write(report, *format, style);
  std::fwrite(text.data(), 1, text.size(), stdout);
  // A parameter file that cannot be understood means that the template was not judged with the values it will have.
  const bool broken_input = std::any_of(results.begin(), results.end(), [](const auto& each) {
    return std::any_of(each.problems.begin(), each.problems.end(), [](const Finding& problem) { return problem.severity == Severity::error; });
  });
  const bool misconfigured = std::any_of(results.begin(), results.end(), [](const auto& each) { return each.misconfigured; });
  int code = exit_code_of(report, misconfigured, broken_input);
  if (!write_outputs(report, arguments.outputs, code)) return code;
  if (!arguments.baseline_to_write.empty()) {
    const auto lines = workspace::write_baseline(results);
    std::FILE* file = std::fopen(arguments.baseline_to_write.c_str(), "wb");
    if (file == nullptr || std::fwrite(lines.data(), 1, lines.size(), file) != lines.size() || std::fclose(file) != 0)
      return wrong_usage(arguments.baseline_to_write + ": cannot be written");
    return report.unreadable.empty() ? clean : unreadable;  // what is found is known from now on
  }
  return code;
}

std::function<int()> declare_lint(CLI::App& app) {
  auto arguments = std::make_shared<LintArguments>();
  auto& options = arguments->options;
  app.add_option("PATH", arguments->paths, "templates (.bicep, .bicepparam, .json) or folders")->required();
  app.add_option("--parameters", options.parameter_files, "parameter file, JSON or .bicepparam; values of later ones win")->allow_extra_args(false);
  app.add_option("--param", options.parameters, "NAME=VALUE for one parameter")->allow_extra_args(false);
  app.add_option("--context", options.context_file, "what is known of subscription and resource group (JSON)")->check(readable_context());
  app.add_option("--previous", options.previous, "earlier version of the template, for rules about changes")->check(readable_file());
  app.add_option("--scenario", options.scenario, "scenario for rules that need the simulator")->check(readable_file());
  app.add_option("--url-status", options.url_status_file, "JSON object of addresses and the HTTP status that each answers with, for script-url-unreachable")->check(readable_json());
  app.add_option("--enable", options.enabled, "run a rule that is off by default; several with commas or by repeating it")->delimiter(',')->allow_extra_args(false);
  app.add_option("--disable", options.disabled, "leave a rule out; several with commas or by repeating it")->delimiter(',')->allow_extra_args(false);
  app.add_option("--fail-on", arguments->fail_on, "exit 1 from this severity on: error (default), warning, info, never")->check(one_of({"error", "warning", "info", "never"}));
  app.add_option("--format", arguments->format, "of standard output: text, json, sarif, junit, github, gitlab, azure-devops, markdown, html, jsonl, sqlite");
  app.add_option("--output", arguments->outputs, "FORMAT=FILE: write a report to a file as well; several times")->allow_extra_args(false);
  app.add_option("--baseline", arguments->baseline, "leave out the findings that this file names")->check(readable_json());
  app.add_option("--write-baseline", arguments->baseline_to_write, "write the findings to this file and exit 0");
  app.add_option("--now", arguments->now, "fix the clock, ISO 8601")->check(instant());
  app.add_option("--config", arguments->config, "this bicepconfig.json instead of the nearest one")->check(readable_json());
  app.add_option("--cache-root", arguments->cache_root, help_of_cache_root);
  app.add_option("--types", arguments->types, help_of_types)->check(given_path());
  app.add_option("--features", arguments->features, "experimental features, comma between");
  app.add_option("--color", arguments->color, "auto, always, never")->check(one_of({"auto", "always", "never"}));
  app.add_flag("--possible", options.possible, "show findings that are not certain, too");
  app.add_flag("--no-inline-suppression", arguments->no_inline, "report what is silenced where it is: by comments (#disable-next-line ID, // fleetlint:ignore ID -- reason) and in JSON by \"metadata\": {\"fleetlint\": {\"ignore\": [\"ID\"]}} of a resource or the template");
  app.add_option("-j,--jobs", arguments->jobs, "templates at the same time");
  return [arguments] { return run_lint(*arguments); };
}

}  // namespace

Command lint_command() {
  return {"lint", "find what keeps scale sets from being upgraded",
          "  fleetlint lint main.bicep --parameters prod.bicepparam\n"
          "  fleetlint lint infra/ --output sarif=fleetlint.sarif --fail-on warning\n"
          "  fleetlint lint main.json --baseline known.json\n",
          10, declare_lint};
}

}  // namespace fleetlint::cli
