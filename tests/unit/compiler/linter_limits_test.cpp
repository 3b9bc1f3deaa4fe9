#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

#include "fleetlint/compiler/compile.h"
#include "fleetlint/compiler/core_linter.h"
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {
namespace {

namespace fs = std::filesystem;

/// Findings of one rule of the linter about a file.
std::vector<Finding> advice(const std::string& text, const std::string& rule) {
  const auto folder = fs::temp_directory_path() / ("fleetlint-linter-limits-" + std::to_string(::getpid()) + "-" + rule);
  fs::create_directories(folder);
  const auto path = (folder / "main.bicep").string();
  std::ofstream(path, std::ios::binary) << text;
  std::ofstream(folder / "bicepconfig.json", std::ios::binary) << R"({"experimentalFeaturesEnabled": {"assertions": true}})";
  SourceSet sources;
  const auto compilation = compile(sources, {path}, CompileOptions{});
  const auto* entry = compilation->entries().at(0);
  std::vector<Finding> found;
  for (auto& finding : lint_core(*entry->model, *entry->file->configuration, 0))
    if (finding.code == rule) found.push_back(std::move(finding));
  fs::remove_all(folder);
  return found;
}

std::string many(int count, const std::function<std::string(const std::string&)>& line) {
  std::string text;
  for (int i = 0; i < count; ++i) text += line(std::to_string(i)) + "\n";
  return text;
}

TEST(LinterLimits, SpeakOnlyWhenThereAreMoreThanAzureTakes) {
  struct Case {
    const char* rule;
    int most;
    std::function<std::string(const std::string&)> line;
  };
  const Case cases[] = {
      {"max-params", 256, [](const std::string& n) { return "param p" + n + " string"; }},
      {"max-variables", 512, [](const std::string& n) { return "var v" + n + " = 1"; }},
      {"max-outputs", 64, [](const std::string& n) { return "output o" + n + " int = 1"; }},
      {"max-asserts", 32, [](const std::string& n) { return "assert a" + n + " = true"; }},
      {"max-resources", 800, [](const std::string& n) { return "resource r" + n + " 'Contoso.Web/sites@2024-01-01' = { name: 'r" + n + "' }"; }},
  };
  for (const auto& each : cases) {
    EXPECT_TRUE(advice(many(each.most, each.line), each.rule).empty()) << each.rule;
    const auto told = advice(many(each.most + 1, each.line), each.rule);
    ASSERT_EQ(told.size(), 1u) << each.rule;
  }
}

TEST(LinterLimits, AreToldAtTheFirstResourceThatIsNotNested) {
  const std::string first = "resource child 'Contoso.Web/sites/slots@2024-01-01' = { name: 'c', parent: r0 }\n";
  const auto told = advice(first + many(800, [](const std::string& n) { return "resource r" + n + " 'Contoso.Web/sites@2024-01-01' = { name: 'r" + n + "' }"; }), "max-resources");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].location.span.begin, std::string("resource ").size());
}

}  // namespace
}  // namespace fleetlint::compiler
