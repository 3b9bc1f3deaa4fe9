// Linting: all rules over evaluated templates, and whole runs from the file to the findings. The templates are the
// scale-set samples of the shared corpora where they are beside the project, else the samples and rule cases of the project.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> templates() {
  const char* given = std::getenv("FLEETLINT_SHARED");
  const fs::path source = FLEETLINT_SOURCE_DIR;
  const fs::path corpus = (given != nullptr ? fs::path(given) : source / "../shared") / "corpora/scale-sets";
  std::vector<fs::path> roots;
  if (fs::exists(corpus)) roots = {corpus};
  else roots = {source / "samples", source / "tests/cases/rules"};
  std::vector<std::string> files;
  for (const auto& root : roots)
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const std::string name = entry.path().filename();
      const bool values = name.find("arameters") != std::string::npos || name == "bicepconfig.json" || name.find(".url-status.") != std::string::npos;
      if (!values && (name.ends_with(".bicep") || name.ends_with(".json"))) files.push_back(entry.path());
    }
  std::sort(files.begin(), files.end());
  return files;
}

workspace::LintOptions options() {
  workspace::LintOptions options;
  options.now = *fleet::parse_instant("2026-11-20");
  return options;
}

/// Templates read, compiled and evaluated once.
struct Corpus {
  SourceSet sources;
  std::vector<workspace::LintedTemplate> linted;

  Corpus() {
    for (auto& each : workspace::lint_templates(sources, templates(), options(), 2))
      if (each.model != nullptr) linted.push_back(std::move(each));
  }
  static Corpus& get() {
    static Corpus corpus;
    return corpus;
  }
};

/// Every rule that is on by default, over models that are there.
void RulesOnly(benchmark::State& state) {
  Corpus& corpus = Corpus::get();
  std::size_t findings = 0;
  for (auto _ : state) {
    findings = 0;
    for (const auto& each : corpus.linted) {
      rules::RuleInput input;
      input.model = each.model.get();
      input.sources = &corpus.sources;
      input.now = *fleet::parse_instant("2026-11-20");
      findings += rules::run_rules(input).findings.size();
    }
  }
  const auto count = static_cast<double>(corpus.linted.size());
  state.counters["templates"] = count;
  state.counters["findings"] = static_cast<double>(findings);
  state.counters["per_template"] = benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(RulesOnly)->Unit(benchmark::kMillisecond);

/// The model of the fleet from what was evaluated.
void ModelOnly(benchmark::State& state) {
  Corpus& corpus = Corpus::get();
  for (auto _ : state)
    for (const auto& each : corpus.linted) benchmark::DoNotOptimize(fleet::build_fleet_model(each.model->evaluated));
  const auto count = static_cast<double>(corpus.linted.size());
  state.counters["per_template"] = benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(ModelOnly)->Unit(benchmark::kMillisecond);

/// From the file to the findings, one thread.
void FileToFindings(benchmark::State& state) {
  const auto files = templates();
  for (auto _ : state) {
    SourceSet sources;
    benchmark::DoNotOptimize(workspace::lint_templates(sources, files, options(), 1));
  }
  const auto count = static_cast<double>(files.size());
  state.counters["templates"] = count;
  state.counters["per_template"] = benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(FileToFindings)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fleetlint
