// ARM JSON to tree, beside RapidJSON's DOM parse and memchr over the same bytes. Run with `./dev bench json`.
//
// Sources: every compiled template of the module registry beside the project; without that corpus, samples/.
#include <benchmark/benchmark.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"

namespace {

namespace fs = std::filesystem;
using namespace fleetlint;

struct Corpus {
  SourceSet sources;
  std::vector<SourceId> files;
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
      result->bytes += text.text->size();
      result->files.push_back(result->sources.add(path.string(), std::move(*text.text)));
    }
    return result;
  }();
  return *loaded;
}

void set_speed(benchmark::State& state) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * corpus().bytes));
}

void json_to_tree(benchmark::State& state) {
  for (auto _ : state)
    for (const auto file : corpus().files) {
      const auto ir = arm::read_json(corpus().sources, file, arm::ExpressionMode::expressions, Limits{});
      benchmark::DoNotOptimize(ir->root);
    }
  set_speed(state);
}

void json_to_tree_without_expressions(benchmark::State& state) {
  for (auto _ : state)
    for (const auto file : corpus().files) {
      const auto ir = arm::read_json(corpus().sources, file, arm::ExpressionMode::literal, Limits{});
      benchmark::DoNotOptimize(ir->root);
    }
  set_speed(state);
}

void rapidjson_dom(benchmark::State& state) {
  for (auto _ : state)
    for (const auto file : corpus().files) {
      const auto text = corpus().sources[file].text();
      rapidjson::Document document;
      document.Parse(text.data(), text.size());
      benchmark::DoNotOptimize(document);
    }
  set_speed(state);
}

void memchr_over_the_bytes(benchmark::State& state) {
  for (auto _ : state)
    for (const auto file : corpus().files) {
      const auto text = corpus().sources[file].text();
      benchmark::DoNotOptimize(std::memchr(text.data(), '\x01', text.size()));
    }
  set_speed(state);
}

void tree_to_json(benchmark::State& state) {
  std::vector<std::shared_ptr<arm::TemplateIr>> trees;
  for (const auto file : corpus().files) trees.push_back(arm::read_json(corpus().sources, file, arm::ExpressionMode::expressions, Limits{}));
  for (auto _ : state)
    for (const auto& tree : trees) benchmark::DoNotOptimize(arm::write_json(tree->root).size());
  set_speed(state);
}

void template_hash(benchmark::State& state) {
  std::vector<std::shared_ptr<arm::TemplateIr>> trees;
  for (const auto file : corpus().files) trees.push_back(arm::read_json(corpus().sources, file, arm::ExpressionMode::expressions, Limits{}));
  for (auto _ : state)
    for (const auto& tree : trees) benchmark::DoNotOptimize(arm::template_hash(tree->root).size());
  set_speed(state);
}

BENCHMARK(json_to_tree)->Unit(benchmark::kMillisecond);
BENCHMARK(json_to_tree_without_expressions)->Unit(benchmark::kMillisecond);
BENCHMARK(rapidjson_dom)->Unit(benchmark::kMillisecond);
BENCHMARK(memchr_over_the_bytes)->Unit(benchmark::kMillisecond);
BENCHMARK(tree_to_json)->Unit(benchmark::kMillisecond);
BENCHMARK(template_hash)->Unit(benchmark::kMillisecond);

}  // namespace
