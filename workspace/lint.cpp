#include "fleetlint/workspace/lint.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "fleetlint/base/threads.h"
#include "fleetlint/compiler/compile.h"
#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/parameter_file.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/workspace/discovery.h"
#include "lint_input.h"

namespace fleetlint::workspace {
namespace {

/// Told as a problem of the run, not of the template.
bool is_about_configuration(const Finding& finding) {
  static constexpr std::string_view codes[] = {"BCP271", "BCP272", "BCP273", "BCP453", "BCP454", "BCP455"};
  return std::find(std::begin(codes), std::end(codes), finding.code) != std::end(codes);
}

/// Whatever went wrong before the rules: a template that does not compile is a finding of its own.
void add_problems(std::vector<LintFinding>& findings, const std::vector<Finding>& problems) {
  // "The referenced declaration is not valid" only repeats an error that is told where it is.
  const auto follows = [](const Finding& each) { return each.code == "BCP062" || each.code == "BCP104"; };
  const bool has_cause = std::any_of(problems.begin(), problems.end(), [&](const Finding& each) { return each.severity == Severity::error && !follows(each); });
  // A parameter file tells the errors of its template again.
  std::set<std::tuple<std::string_view, Location, std::string_view>> told;
  for (const auto& problem : problems) {
    if (problem.severity != Severity::error || (has_cause && follows(problem)) || is_about_configuration(problem)) continue;
    if (told.emplace(problem.code, problem.location, problem.message).second) findings.push_back({problem, nullptr, {}, false, false});
  }
}

/// What is wrong with something that was given beside the template: the run does not answer what was asked.
void add_setting_problems(const std::vector<Finding>& problems, LintedTemplate& result) {
  for (const auto& problem : problems) {
    if (problem.severity == Severity::error) result.misconfigured = true;
    result.problems.push_back(problem);
  }
}

/// What a rule says with a help text is not said a second time by reader or evaluator: names that do not fit their type,
/// a comment that is none in JSON.
void remove_told_by_rules(std::vector<LintFinding>& findings) {
  std::vector<LintFinding> telling;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(telling), [](const LintFinding& each) { return each.rule != nullptr && each.rule->replaces[0] != 0; });
  if (telling.empty()) return;
  const auto told = [&](const LintFinding& error) {
    return std::any_of(telling.begin(), telling.end(), [&](const LintFinding& each) {
      if (each.finding.location.source != error.finding.location.source) return false;
      const std::string_view code = each.rule->replaces;
      if (code == "*") return each.finding.location.span.contains(error.finding.location.span.begin);
      return error.finding.code == code && each.finding.location == error.finding.location;
    });
  };
  std::vector<bool> repeats(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) repeats[i] = findings[i].rule == nullptr && told(findings[i]);
  std::size_t at = 0;
  std::erase_if(findings, [&](const LintFinding&) { return repeats[at++]; });
}

/// Comments and metadata that silence nothing because a name in them is misspelt.
void add_wrong_suppressions(const SourceSet& sources, const LoadedTemplate& loaded, LintedTemplate& result) {
  std::vector<Finding> found;
  for (const auto source : loaded.written) check_directives(sources, source, found);
  if (result.model != nullptr) check_metadata(*result.model, found);
  for (auto& each : found) result.findings.push_back({std::move(each), nullptr, {}, false, false});
}

rules::RuleInput rule_input(const LintOptions& options, const SourceSet& sources, const LoadedTemplate& loaded, const fleet::FleetModel& model) {
  rules::RuleInput input;
  input.model = &model;
  input.sources = &sources;
  input.now = options.now;
  input.enabled = options.enabled;
  input.disabled = options.disabled;
  input.possible = options.possible;
  input.parameter_files = loaded.parameter_files;
  return input;
}

}  // namespace

LintedTemplate lint_template(SourceSet& sources, const std::string& path, const LintOptions& options) {
  LintedTemplate result;
  result.path = path;
  compiler::ConfigurationCache configurations(sources, options.limits, options.graph.configuration);
  const auto& configuration = configurations.for_file(path);
  auto settings = rule_settings(configuration, result.problems);
  add_setting_problems(configuration.findings, result);

  LoadedTemplate loaded = load_template(sources, path, options);
  result.readable = loaded.readable;
  result.failure = loaded.failure;
  result.problems.insert(result.problems.end(), loaded.problems.begin(), loaded.problems.end());
  add_problems(result.findings, loaded.findings);
  // Of a file that is read only up to a syntax error, what rules miss may stand in the rest: they wait until it is mended.
  const bool is_fragment = std::any_of(loaded.findings.begin(), loaded.findings.end(), [](const Finding& finding) { return finding.code == "FL0101"; });
  if (is_fragment && loaded.evaluated != nullptr) result.model = fleet::build_fleet_model(loaded.evaluated);  // for editors
  if ((loaded.evaluated == nullptr || is_fragment) && loaded.readable) {
    // No template: the rules about bytes alone.
    rules::RuleInput input;
    input.sources = &sources;
    input.given = sources.find(path);
    input.now = options.now;
    input.enabled = options.enabled;
    input.disabled = options.disabled;
    input.settings = settings;
    for (auto& each : rules::run_rules(input).findings) result.findings.push_back({std::move(each.finding), each.rule, {}, false, false});
    remove_told_by_rules(result.findings);
  }
  if (loaded.evaluated != nullptr && !is_fragment) {
    const auto model = fleet::build_fleet_model(loaded.evaluated);
    result.model = model;
    rules::RuleInput input = rule_input(options, sources, loaded, *model);
    input.settings = std::move(settings);
    input.given = sources.find(path);
    input.url_status = read_url_status(sources, options, result.problems);
    std::shared_ptr<const fleet::FleetModel> previous;
    LoadedTemplate earlier;
    if (!options.previous.empty()) {
      LintOptions earlier_options = options;
      earlier_options.previous.clear();
      earlier = load_template(sources, options.previous, earlier_options);
      if (earlier.evaluated != nullptr) previous = fleet::build_fleet_model(earlier.evaluated);
      // The values of this run are for the new version: what the old one says to them is no matter.
      std::erase_if(earlier.findings, [](const Finding& finding) { return finding.code.starts_with("FL02"); });
      add_setting_problems(earlier.findings, result);
      if (!earlier.failure.empty()) {
        result.readable = false;
        result.failure = "the earlier version `" + options.previous + "`: " + earlier.failure;
      }
      input.previous = previous.get();
    }
    std::vector<Finding> scenario_problems;
    const auto rollout = simulate_rollout(sources, options, *model, scenario_problems);
    add_setting_problems(scenario_problems, result);
    input.rollout = rollout ? &*rollout : nullptr;
    rules::RuleRun run = rules::run_rules(input);
    if (options.inline_suppressions) result.suppressed = suppress(run.findings, sources, *model);
    for (auto& each : run.findings) result.findings.push_back({std::move(each.finding), each.rule, {}, each.conditional, each.assumed_default});
    remove_told_by_rules(result.findings);
    result.undecided = std::move(run.undecided);
  }
  add_wrong_suppressions(sources, loaded, result);
  std::stable_sort(result.findings.begin(), result.findings.end(), [&](const LintFinding& a, const LintFinding& b) {
    const auto path_of = [&](const Finding& finding) { return finding.location ? std::string_view(sources.at(finding.location).path()) : std::string_view{}; };
    const auto left = path_of(a.finding), right = path_of(b.finding);
    if (left != right) return left < right;
    if (a.finding.location.span != b.finding.location.span) return a.finding.location.span < b.finding.location.span;
    return a.finding.code < b.finding.code;
  });
  set_fingerprints(result.findings, sources);
  return result;
}

std::vector<LintedTemplate> lint_templates(SourceSet& sources, const std::vector<std::string>& paths, const LintOptions& options, unsigned threads) {
  std::vector<LintedTemplate> results(paths.size());
  for_each_index(paths.size(), threads, [&](std::size_t i) { results[i] = lint_template(sources, paths[i], options); });
  return results;
}

}  // namespace fleetlint::workspace
