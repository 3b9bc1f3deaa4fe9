// The same bytes for any number of threads and any order of files, and the same from the short way (only texts are kept) as from
// the templates themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "fleetlint/compiler/compile.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::compiler {
namespace {

namespace fs = std::filesystem;

/// What a run gives: the template of each file by path, and every finding in order.
struct Outcome {
  std::map<std::string, std::string> templates;
  std::vector<std::string> findings;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

using Files = std::map<std::string, std::string>;

std::string describe(const SourceSet& sources, const Finding& finding) {
  const auto place = finding.location ? sources.at(finding.location).path() + ":" + std::to_string(finding.location.span.begin) : "";
  return place + " " + finding.code + " " + finding.message;
}

Outcome run(const Files& files, const std::vector<std::string>& paths, unsigned threads, bool only_texts) {
  SourceSet sources;
  for (const auto& [path, text] : files) sources.overlay(path, text);
  CompileOptions options;
  options.graph.threads = threads;
  Outcome outcome;
  std::mutex mutex;
  if (only_texts) {
    options.take_text = [&](const SourceFile& file, std::string_view text) {
      const std::lock_guard lock(mutex);
      outcome.templates[file.path] = text;
    };
  }
  const auto compilation = compile(sources, paths, options);
  for (const auto* entry : compilation->entries()) {
    if (!entry || !entry->template_ir) continue;
    EXPECT_FALSE(only_texts) << "nodes are kept";
    outcome.templates[entry->file->path] = arm::write_json(entry->template_ir->root);
  }
  for (const auto& finding : compilation->findings()) outcome.findings.push_back(describe(sources, finding));
  // Sources are numbered in the order in which files are read, and findings are sorted by that.
  std::sort(outcome.findings.begin(), outcome.findings.end());
  return outcome;
}

void expect_the_same(const Files& files, std::vector<std::string> paths, std::size_t templates) {
  const auto first = run(files, paths, 1, false);
  EXPECT_EQ(first.templates.size(), templates);
  for (const unsigned threads : {1u, 2u, 8u}) {
    EXPECT_EQ(run(files, paths, threads, true), first) << threads << " threads";
  }
  std::mt19937 random(7);  // the same shuffle everywhere
  for (const unsigned threads : {1u, 2u, 8u}) {
    std::shuffle(paths.begin(), paths.end(), random);
    EXPECT_EQ(run(files, paths, threads, true), first) << threads << " threads, shuffled";
  }
}

/// Levels of modules over a shared file of types, variables and functions; each file calls some of the level below, and one file in
/// the middle is broken, so that those above it have errors.
Files generated_graph(int levels, int width) {
  Files files;
  files["/graph/shared.bicep"] =
      "@export()\ntype item = { name: string, size: int? }\n@export()\nvar sizes = [1, 2, 3]\n"
      "@export()\nfunc label(prefix string, number int) string => '${prefix}-${number}'\n";
  const auto path = [](int level, int i) { return "/graph/l" + std::to_string(level) + "m" + std::to_string(i) + ".bicep"; };
  for (int level = 0; level < levels; ++level) {
    for (int i = 0; i < width; ++i) {
      std::string text = "import { item, sizes, label } from 'shared.bicep'\nparam thing item = { name: 'n" + std::to_string(i) + "' }\n";
      text += "resource s 'Microsoft.Storage/storageAccounts@2023-01-01' = [for size in sizes: {\n  name: label('${thing.name}ü', size)\n"
              "  location: 'westeurope'\n  kind: 'StorageV2'\n  sku: { name: 'Standard_LRS' }\n}]\n";
      for (int called = 0; level > 0 && called < 3; ++called) {
        const auto target = (i * 7 + called * 5) % width;
        text += "module m" + std::to_string(called) + " 'l" + std::to_string(level - 1) + "m" + std::to_string(target) + ".bicep' = {\n  name: 'call" +
                std::to_string(called) + "'\n  params: { thing: thing }\n}\n";
      }
      if (level == 1 && i == 4) text += "output wrong string = missing\n";
      files[path(level, i)] = text + "output name string = s[0].name\n";
    }
  }
  return files;
}

TEST(Determinism, OfAGraphOfModules) {
  const auto files = generated_graph(4, 12);
  std::vector<std::string> paths;
  for (const auto& [path, text] : files) paths.push_back(path);
  const auto outcome = run(files, paths, 1, true);
  ASSERT_FALSE(outcome.findings.empty());
  ASSERT_LT(outcome.templates.size(), paths.size());
  ASSERT_GT(outcome.templates.size(), paths.size() / 2);
  expect_the_same(files, paths, outcome.templates.size());
}

TEST(Determinism, OfTheSamples) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(FLEETLINT_SOURCE_DIR) / "samples")) {
    if (entry.path().extension() == ".bicep") paths.push_back(entry.path().string());
  }
  ASSERT_FALSE(paths.empty());
  std::sort(paths.begin(), paths.end());
  const auto templates = run({}, paths, 1, true).templates.size();
  EXPECT_GT(templates, 0u);
  expect_the_same({}, paths, templates);
}

TEST(Determinism, ATemplateThatIsEmbeddedAndAskedForIsTheSameText) {
  const Files files{{"/a/leaf.bicep", "param p string\noutput o object = { template: { p: p } }\n"},
                    {"/a/middle.bicep", "module leaf 'leaf.bicep' = { name: 'x', params: { p: 'y' } }\n"},
                    {"/a/main.bicep", "module middle 'middle.bicep' = { name: 'm' }\nmodule leaf 'leaf.bicep' = { name: 'l', params: { p: 'z' } }\n"}};
  expect_the_same(files, {"/a/main.bicep", "/a/middle.bicep", "/a/leaf.bicep"}, 3);
}

// Of ARM JSON that is only embedded the expressions are not read; it must look as if they were.
TEST(Determinism, EmbeddedJsonStaysAsItIsWritten) {
  const auto json = [](std::string_view more) {
    return R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
  "parameters": {"p": {"type": "string", "defaultValue": "[ CONCAT( 'a' ,'b' ) ]"}},
  "variables": {"[ concat('x', 'y' ) ]": "[[literal]"}, "resources": [], "outputs": {"o": {"type": "string", "value": "[Parameters('p')]"}})" +
           std::string(more) + "}";
  };
  const Files files{{"/a/good.json", json("")},
                    {"/a/broken.json", json(R"(, "metadata": {"note": "[no expression]"}, "asserts": {"a": "[if( ]"})")},
                    {"/a/main.bicep", "module good 'good.json' = { name: 'x', params: { p: 'y' } }\n"},
                    {"/a/other.bicep", "module broken 'broken.json' = { name: 'x', params: { p: 'y' } }\n"}};
  const auto embedded = run(files, {"/a/main.bicep", "/a/other.bicep"}, 1, true);
  ASSERT_EQ(embedded.templates.size(), 2u) << "a broken expression is told where the template is evaluated";
  for (const auto* text : {"\"[ CONCAT( 'a' ,'b' ) ]\"", "\"[ concat('x', 'y' ) ]\": \"[[literal]\"", "\"[if( ]\"", "\"[no expression]\"", "\"[Parameters('p')]\""})
    EXPECT_NE(embedded.templates.at("/a/other.bicep").find(text), std::string::npos) << text;
  EXPECT_EQ(run(files, {"/a/main.bicep"}, 1, false).templates.at("/a/main.bicep"), embedded.templates.at("/a/main.bicep"));
}

}  // namespace
}  // namespace fleetlint::compiler
