// Source to tokens and to tree, over all module sources of the shared corpus where it is beside the project,
// else over the samples. `memchr` over the same bytes in the same run is the yardstick that makes two
// machines comparable.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "fleetlint/grammar/parse.h"

namespace {

namespace syntax = fleetlint::syntax;

std::filesystem::path corpus_folder() {
  const auto* named = std::getenv("FLEETLINT_SHARED");
  const std::filesystem::path source = FLEETLINT_SOURCE_DIR;
  const auto shared = named != nullptr ? std::filesystem::path(named) : source.parent_path() / "shared";
  const auto modules = shared / "corpora" / "avm";
  return std::filesystem::exists(modules) ? modules : source / "samples";
}

const std::vector<std::string>& sources() {
  static const auto files = [] {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus_folder()))
      if (entry.path().extension() == ".bicep") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> texts;
    for (const auto& path : paths) {
      std::ifstream file(path, std::ios::binary);
      texts.emplace_back((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    }
    return texts;
  }();
  return files;
}

std::int64_t total_bytes() {
  std::int64_t bytes = 0;
  for (const auto& text : sources()) bytes += static_cast<std::int64_t>(text.size());
  return bytes;
}

void count_bytes(benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() * total_bytes());
  state.counters["files"] = static_cast<double>(sources().size());
}

void bm_memchr(benchmark::State& state) {
  for (auto _ : state)
    for (const auto& text : sources()) benchmark::DoNotOptimize(std::memchr(text.data(), 0, text.size()));
  count_bytes(state);
}
BENCHMARK(bm_memchr)->Unit(benchmark::kMillisecond);

void bm_lex(benchmark::State& state) {
  std::vector<syntax::SyntaxError> errors;
  for (auto _ : state)
    for (const auto& text : sources()) benchmark::DoNotOptimize(syntax::lex(text, errors));
  count_bytes(state);
}
BENCHMARK(bm_lex)->Unit(benchmark::kMillisecond);

void bm_parse(benchmark::State& state) {
  for (auto _ : state)
    for (const auto& text : sources())
      benchmark::DoNotOptimize(syntax::parse(text, syntax::FileKind::template_file));
  count_bytes(state);
}
BENCHMARK(bm_parse)->Unit(benchmark::kMillisecond);

void bm_print_source(benchmark::State& state) {
  std::vector<syntax::SyntaxTree> trees;
  for (const auto& text : sources()) trees.push_back(syntax::parse(text, syntax::FileKind::template_file));
  for (auto _ : state)
    for (const auto& tree : trees) benchmark::DoNotOptimize(syntax::print_source(tree));
  count_bytes(state);
}
BENCHMARK(bm_print_source)->Unit(benchmark::kMillisecond);

}  // namespace
