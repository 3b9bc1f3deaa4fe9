// From an open file to what is known about it: linted with each of its parameter files, as `fleetlint lint` does it.
#include "analysis.h"

#include <ctime>
#include <tuple>

#include "fleetlint/workspace/discovery.h"
#include "fleetlint/workspace/lint.h"
#include "fleetlint/workspace/secrets.h"

namespace fleetlint::lsp {
namespace {

// An editor answers while somebody types.
constexpr std::size_t max_parameter_files = 8;
constexpr std::size_t max_callers = 4;

workspace::LintOptions lint_options(const ServerOptions& server) {
  workspace::LintOptions options;
  options.now = static_cast<fleet::Instant>(std::time(nullptr));
  if (server.now)
    if (const auto now = fleet::parse_instant(*server.now)) options.now = *now;
  options.graph.configuration.cache_root = server.cache_root;
  options.graph.types_folder = server.types_folder;
  return options;
}

/// Collects the findings of several evaluations, each once: a source that two of them read has two ids, but one path.
class Collector {
 public:
  Collector(const SourceSet& sources, std::vector<Finding>& out) : sources_(sources), out_(out) {}
  void add(const Finding& finding) {
    const auto path = finding.location ? sources_.at(finding.location).path() : std::string();
    if (seen_.emplace(path, finding.location.span, finding.code, finding.message).second) out_.push_back(finding);
  }

 private:
  const SourceSet& sources_;
  std::vector<Finding>& out_;
  std::set<std::tuple<std::string, Span, std::string, std::string>> seen_;
};

/// The parameter files to try: of a parameter file none, it names its template; of a template those beside it.
std::vector<std::string> runs_of(const std::string& path, workspace::InputKind kind, const Limits& limits) {
  std::vector<std::string> runs;
  if (kind != workspace::InputKind::bicep_parameters) runs = workspace::parameter_files_of(path, limits);
  if (runs.size() > max_parameter_files) runs.resize(max_parameter_files);
  if (runs.empty()) runs.emplace_back();
  return runs;
}

/// What a module is given is known where it is used. What is wrong there is told when that file is looked at.
void evaluate_callers(SourceSet& sources, const workspace::LintOptions& options, Analysis& analysis) {
  auto callers = workspace::callers_near(analysis.path, options.limits);
  if (callers.size() > max_callers) callers.resize(max_callers);
  for (const auto& caller : callers)
    for (const auto& parameters : runs_of(caller, workspace::InputKind::bicep, options.limits)) {
      auto run = options;
      if (!parameters.empty()) run.parameter_files = {parameters};
      const auto linted = workspace::lint_template(sources, caller, run);
      if (linted.model != nullptr) analysis.evaluations.push_back({parameters, caller, linted.model->evaluated});
    }
}

}  // namespace

Analyzer make_analyzer(const ServerOptions& server) {
  return [server](const std::string& path, const Buffers& buffers) -> std::shared_ptr<const Analysis> {
    auto analysis = std::make_shared<Analysis>();
    auto sources = std::make_shared<SourceSet>();
    for (const auto& [buffer_path, text] : buffers) sources->overlay(buffer_path, text);
    analysis->path = path;
    analysis->sources = sources;
    const auto buffer = buffers.find(path);
    const auto kind = workspace::input_kind(path, buffer != buffers.end() ? buffer->second : std::string());
    if (kind == workspace::InputKind::other || kind == workspace::InputKind::arm_parameters) return analysis;
    const auto options = lint_options(server);
    Collector collector(*sources, analysis->findings);
    for (const auto& parameters : runs_of(path, kind, options.limits)) {
      auto run = options;
      if (!parameters.empty()) run.parameter_files = {parameters};
      const auto linted = workspace::lint_template(*sources, path, run);
      for (const auto& each : linted.findings) collector.add(each.finding);
      for (const auto& problem : linted.problems) collector.add(problem);
      if (linted.model != nullptr)
        analysis->evaluations.push_back({parameters.empty() && kind == workspace::InputKind::bicep_parameters ? path : parameters, {}, linted.model->evaluated});
    }
    if (kind == workspace::InputKind::bicep) evaluate_callers(*sources, options, *analysis);
    analysis->redaction = workspace::find_secrets(*sources);
    for (const auto& evaluation : analysis->evaluations) workspace::add_secret_values(*evaluation.evaluated, analysis->redaction);
    for (std::uint32_t i = 0; i < sources->size(); ++i) analysis->files.insert((*sources)[SourceId{i}].path());
    return analysis;
  };
}

}  // namespace fleetlint::lsp
