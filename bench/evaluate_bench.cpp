// Evaluating templates, beside RapidJSON's DOM parse of the same files. Run with `./dev bench evaluate`.
//
// Sources: every compiled template of the module registry beside the project; without that corpus, samples/.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/template/reader.h"

namespace {

namespace fs = std::filesystem;
using namespace fleetlint;

struct Corpus {
  SourceSet sources;
  std::vector<SourceId> files;
  std::vector<std::shared_ptr<const arm::TemplateIr>> templates;
  std::size_t bytes = 0;
};

const Corpus& corpus() {
  static const auto loaded = [] {
    auto result = std::make_unique<Corpus>();
    const fs::path root = FLEETLINT_SOURCE_DIR;
    const auto registry = root / ".." / "shared" / "corpora" / "avm";
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(fs::is_directory(registry) ? registry : root / "samples"))
      if (entry.is_regular_file() && entry.path().extension() == ".json") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      auto text = read_file(path.string(), Limits{}.file_bytes);
      if (!text.text) continue;
      const auto id = result->sources.add(path.string(), std::move(*text.text));
      auto ir = arm::read_json(result->sources, id, arm::ExpressionMode::expressions, Limits{});
      if (!ir->root.find("resources")) continue;
      result->bytes += result->sources[id].text().size();
      result->files.push_back(id);
      result->templates.push_back(std::move(ir));
    }
    return result;
  }();
  return *loaded;
}

std::shared_ptr<const eval::EvaluatedTemplate> evaluate(const std::shared_ptr<const arm::TemplateIr>& ir, bool trace) {
  eval::EvaluationInput input;
  input.sources = &corpus().sources;
  input.template_ir = ir;
  input.trace = trace;
  return eval::evaluate(std::move(input));
}

void evaluate_all(benchmark::State& state) {
  std::size_t bytes = 0, most = 0;
  for (auto _ : state) {
    bytes = most = 0;
    for (const auto& ir : corpus().templates) {
      const auto evaluated = evaluate(ir, state.range(0) != 0);
      bytes += evaluated->arena.bytes();
      most = std::max(most, evaluated->arena.bytes());
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * corpus().bytes));
  state.counters["MB/template"] = static_cast<double>(bytes) / 1e6 / static_cast<double>(corpus().templates.size());
  state.counters["MB/largest"] = static_cast<double>(most) / 1e6;
}

void rapidjson_dom_twice(benchmark::State& state) {
  for (auto _ : state)
    for (const auto file : corpus().files)
      for (int i = 0; i < 2; ++i) {
        const auto text = corpus().sources[file].text();
        rapidjson::Document document;
        document.Parse(text.data(), text.size());
        benchmark::DoNotOptimize(document);
      }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * corpus().bytes));
}

std::shared_ptr<const arm::TemplateIr> make(SourceSet& sources, const std::string& sections) {
  const auto text = R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", )" + sections + "}";
  return arm::read_json(sources, sources.add("bench.json", text), arm::ExpressionMode::expressions, Limits{});
}

/// 800 resources with 20 properties each, five of them expressions over the index.
void copy_of_800(benchmark::State& state) {
  SourceSet sources;
  std::string properties;
  for (int i = 0; i < 20; ++i)
    properties += fmt::format(R"({}"p{}": {})", i ? ", " : "", i, i % 4 == 0 ? R"("[format('{0}-x', copyIndex())]")" : R"("a literal value")");
  const auto ir = make(sources, R"("resources": [{"type": "A.B/c", "apiVersion": "v", "name": "[concat('n', copyIndex())]", "copy": {"name": "l", "count": 800}, "properties": {)" + properties + "}}]");
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(ir, false)->resources.size());
}

/// range, map and filter over 100,000 items in ten chains (the function takes 10,000 at once).
void lambda_chain_of_100000(benchmark::State& state) {
  SourceSet sources;
  std::string outputs;
  for (int i = 0; i < 10; ++i)
    outputs += fmt::format(R"({}"o{}": {{"type": "int", "value": "[length(filter(map(range(0, 10000), lambda('i', add(lambdaVariables('i'), 1))), lambda('j', equals(mod(lambdaVariables('j'), 2), 0))))]"}})",
                           i ? ", " : "", i);
  const auto ir = make(sources, R"("resources": [], "outputs": {)" + outputs + "}");
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(ir, false)->deployments[0]->outputs.size());
}

/// Simple expressions a second: one output array of 800 items of 25 expressions.
void simple_expressions(benchmark::State& state) {
  SourceSet sources;
  std::string items;
  for (int i = 0; i < 25; ++i) items += fmt::format(R"({}"[concat(parameters('a'), '-', copyIndex())]")", i ? ", " : "");
  const auto ir = make(sources, R"("parameters": {"a": {"type": "string", "defaultValue": "x"}}, "resources": [], "outputs": {"o": {"type": "array", "copy": {"count": 800, "input": [)" + items + "]}}}");
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(ir, false)->deployments[0]->outputs.size());
  state.SetItemsProcessed(state.iterations() * 800 * 25);
}

BENCHMARK(evaluate_all)->ArgName("origins")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(rapidjson_dom_twice)->Unit(benchmark::kMillisecond);
BENCHMARK(copy_of_800)->Unit(benchmark::kMillisecond);
BENCHMARK(lambda_chain_of_100000)->Unit(benchmark::kMillisecond);
BENCHMARK(simple_expressions)->Unit(benchmark::kMillisecond);

}  // namespace
