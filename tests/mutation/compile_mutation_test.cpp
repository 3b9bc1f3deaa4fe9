// Any mutation of a valid file gives a template or a diagnostic, never a crash: tokens deleted, duplicated, swapped, replaced by
// tokens of other files. A short run here; `FLEETLINT_MUTATIONS=100000` (and the asan preset) for the long one. With
// FLEETLINT_MUTATION_SOURCES=DIR the valid files come from there as well.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "fleetlint/compiler/compile.h"
#include "fleetlint/grammar/parse.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"

namespace fleetlint {
namespace {

namespace fs = std::filesystem;

struct Sample {
  std::string path, text;
  std::vector<Span> tokens;
};

void add_samples(std::vector<Sample>& samples, const fs::path& root) {
  if (!fs::is_directory(root)) return;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.path().extension() == ".bicep" || entry.path().extension() == ".bicepparam") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    auto read = read_file(path.string(), 64 * 1024);  // larger ones say nothing more and take longer
    if (!read.text) continue;
    Sample sample{path.string(), std::move(*read.text), {}};
    std::vector<syntax::SyntaxError> errors;
    const auto tokens = syntax::lex(sample.text, errors);
    for (std::uint32_t i = 0; i < tokens.size(); ++i)
      if (tokens.ends[i] > tokens.starts[i]) sample.tokens.push_back({tokens.starts[i], tokens.ends[i]});
    if (!sample.tokens.empty()) samples.push_back(std::move(sample));
  }
}

/// splitmix64: the run is the same everywhere.
struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    auto z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
};

std::string mutate(const Sample& sample, const std::vector<Sample>& all, Random& random) {
  auto text = sample.text;
  const auto at = random.below(sample.tokens.size());
  const auto span = sample.tokens[at];
  const auto piece = sample.text.substr(span.begin, span.size());
  switch (random.below(5)) {
    case 0: text.erase(span.begin, span.size()); break;
    case 1: text.insert(span.end, " " + piece); break;
    case 2: {
      const auto other = sample.tokens[random.below(sample.tokens.size())];
      const auto first = std::min(span, other), last = std::max(span, other);
      if (first.end > last.begin) break;
      text = sample.text.substr(0, first.begin) + sample.text.substr(last.begin, last.size()) + sample.text.substr(first.end, last.begin - first.end) +
             sample.text.substr(first.begin, first.size()) + sample.text.substr(last.end);
      break;
    }
    case 3: {
      const auto& from = all[random.below(all.size())];
      const auto foreign = from.tokens[random.below(from.tokens.size())];
      text.replace(span.begin, span.size(), from.text.substr(foreign.begin, foreign.size()));
      break;
    }
    case 4: {  // a whole stretch of tokens away
      const auto end = sample.tokens[std::min(at + 1 + random.below(12), sample.tokens.size() - 1)].end;
      if (end > span.begin) text.erase(span.begin, end - span.begin);
      break;
    }
  }
  return text;
}

TEST(Mutation, GivesATemplateOrADiagnostic) {
  std::vector<Sample> samples;
  add_samples(samples, fs::path(FLEETLINT_SOURCE_DIR) / "samples");
  add_samples(samples, fs::path(FLEETLINT_SOURCE_DIR) / "tests/cases");
  if (const char* more = std::getenv("FLEETLINT_MUTATION_SOURCES")) add_samples(samples, more);
  ASSERT_FALSE(samples.empty());
  const char* wanted = std::getenv("FLEETLINT_MUTATIONS");
#ifdef FLEETLINT_SANITIZED
  const std::uint64_t usual = 300;
#else
  const std::uint64_t usual = 1500;
#endif
  const auto count = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : usual;
  const char* seed = std::getenv("FLEETLINT_MUTATION_SEED");
  Random random{seed != nullptr ? std::strtoull(seed, nullptr, 10) : 1};
  std::uint64_t templates = 0, diagnosed = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto& sample = samples[random.below(samples.size())];
    const auto text = mutate(sample, samples, random);
    // What was being compiled is on disk when the process dies.
    if (const char* last = std::getenv("FLEETLINT_MUTATION_LAST")) {
      if (auto* file = std::fopen(last, "wb")) {
        std::fwrite(text.data(), 1, text.size(), file);
        std::fclose(file);
      }
    }
    SourceSet sources;
    sources.overlay(sample.path, text);
    const auto begin = std::chrono::steady_clock::now();
    const auto compilation = compiler::compile(sources, {sample.path}, {});
    ASSERT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30)) << sample.path << "\n" << text;
    const auto* entry = compilation->entries()[0];
    ASSERT_NE(entry, nullptr);
    const auto findings = compilation->findings_below(*entry);
    const bool is_template = sample.path.ends_with(".bicep");
    if (is_template && entry->template_ir != nullptr) {
      ++templates;
      // What was emitted is JSON that reads back without a finding.
      const auto json = arm::write_json(entry->template_ir->root);
      SourceSet emitted;
      const auto id = emitted.add("main.json", json);
      const auto back = arm::read_json(emitted, id, arm::ExpressionMode::expressions, {});
      ASSERT_FALSE(back->has_errors()) << text << "\n" << json;
    } else if (is_template || entry->has_errors) {
      ++diagnosed;
      if (is_template) {
        ASSERT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; })) << "no template and no error\n" << text;
      }
    }
    for (const auto& finding : findings) {
      ASSERT_FALSE(finding.code.empty()) << text;
      ASSERT_FALSE(finding.message.empty()) << text;
      if (finding.location) {
        ASSERT_LE(finding.location.span.begin, finding.location.span.end);
        ASSERT_LE(finding.location.span.end, sources.at(finding.location).text().size()) << finding.code;
      }
    }
  }
  std::printf("%llu mutations of %zu files: %llu templates, %llu refused\n", static_cast<unsigned long long>(count), samples.size(), static_cast<unsigned long long>(templates),
              static_cast<unsigned long long>(diagnosed));
}

}  // namespace
}  // namespace fleetlint
