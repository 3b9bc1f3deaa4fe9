// Silencing findings where they are, fingerprints, baselines, configuration: through the command line, as users do it.
#include <gtest/gtest.h>

#include "process.h"

namespace fleetlint::test {
namespace {

class LintCommand : public ::testing::Test {
 protected:
  ProcessResult lint(std::vector<std::string> arguments) {
    std::vector<std::string> words{FLEETLINT_BINARY, "lint"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    words.insert(words.end(), {"--now", "2026-06-01T00:00:00Z"});
    ProcessOptions options;
    options.directory = folder_.path();
    return run_process(words, options);
  }
  void write(const std::string& name, std::string_view text) { write_text(folder_ / name, text); }
  static std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }
  static std::string set(std::string_view before, std::string_view mode_line) {
    return std::string(before) + "resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {\n  name: 'web'\n  location: 'westeurope'\n  sku: { name: 'Standard_D2s_v5', capacity: 6 }\n  properties: {\n    upgradePolicy: {\n" +
           std::string(mode_line) + "    }\n    virtualMachineProfile: {}\n  }\n}\n";
  }
  TemporaryFolder folder_;
};

constexpr const char* rule = "\"rule\": \"FL-HLT-002\"";

TEST_F(LintCommand, CommentsSilenceOneRule) {
  write("plain.bicep", set("", "      mode: 'Rolling'\n"));
  write("line.bicep", set("", "#disable-next-line FL-HLT-002\n      mode: 'Rolling'\n"));
  write("name.bicep", set("", "      mode: 'Rolling' // fleetlint:ignore rolling-mode-without-health -- probe comes later\n"));
  write("whole.bicep", set("// fleetlint:ignore FL-HLT-002 -- made by hand\n", "      mode: 'Rolling'\n"));
  write("file.bicep", set("// fleetlint:ignore-file FL-HLT-002\n", "      mode: 'Rolling'\n"));
  write("other.bicep", set("", "#disable-next-line FL-UPG-001\n      mode: 'Rolling'\n"));
  EXPECT_EQ(count(lint({"plain.bicep", "--format", "json"}).out, rule), 1u);
  for (const char* silent : {"line.bicep", "name.bicep", "whole.bicep", "file.bicep"}) {
    const auto result = lint({silent, "--format", "json"});
    EXPECT_EQ(count(result.out, rule), 0u) << silent;
    EXPECT_EQ(count(lint({silent, "--format", "json", "--no-inline-suppression"}).out, rule), 1u) << silent;
  }
  EXPECT_EQ(count(lint({"other.bicep", "--format", "json"}).out, rule), 1u);
}

TEST_F(LintCommand, MetadataSilencesInJson) {
  const auto json = [](std::string_view metadata) {
    return std::string(R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [{"type": "Microsoft.Compute/virtualMachineScaleSets", "apiVersion": "2024-07-01", "name": "web", )") +
           std::string(metadata) + R"("location": "westeurope", "properties": {"upgradePolicy": {"mode": "Rolling"}, "virtualMachineProfile": {}}}]})";
  };
  write("loud.json", json(""));
  write("silent.json", json(R"("metadata": {"fleetlint": {"ignore": ["FL-HLT-002"], "reason": "probe comes later"}}, )"));
  EXPECT_EQ(count(lint({"loud.json", "--format", "json"}).out, rule), 1u);
  EXPECT_EQ(count(lint({"silent.json", "--format", "json"}).out, rule), 0u);
}

TEST_F(LintCommand, ConfigurationSetsLevels) {
  write("main.bicep", set("", "      mode: 'Rolling'\n"));
  write("bicepconfig.json", R"({"analyzers": {"fleetlint": {"rules": {"FL-HLT-002": {"level": "info"}, "rolling-mode-default-policy": "off", "FL-NOT-001": "off"}}}})");
  const auto result = lint({"main.bicep", "--format", "json"});
  EXPECT_NE(result.out.find("\"rule\": \"FL-HLT-002\",\n      \"name\": \"rolling-mode-without-health\",\n      \"severity\": \"info\""), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find("FL-UPG-006"), std::string::npos);
  EXPECT_NE(result.err.find("FL0501"), std::string::npos) << result.err;
}

TEST_F(LintCommand, ABaselineSurvivesMovedLines) {
  write("main.bicep", set("", "      mode: 'Rolling'\n"));
  EXPECT_EQ(lint({"main.bicep", "--write-baseline", "known.json"}).exit_code, 0);
  write("main.bicep", set("// a comment\n\n\n", "\n      mode: 'Rolling'\n"));
  const auto result = lint({"main.bicep", "--baseline", "known.json", "--format", "json"});
  EXPECT_EQ(count(result.out, "\"rule\":"), 0u) << result.out;
  EXPECT_EQ(result.exit_code, 0);
}

TEST_F(LintCommand, ExitCodesFollowTheContract) {
  write("main.bicep", set("", "      mode: 'Rolling'\n"));
  EXPECT_EQ(lint({"main.bicep"}).exit_code, 1);
  EXPECT_EQ(lint({"main.bicep", "--fail-on", "never"}).exit_code, 0);
  EXPECT_EQ(lint({"main.bicep", "--disable", "FL-HLT-002", "--disable", "no-image-given"}).exit_code, 0);
  EXPECT_EQ(lint({"main.bicep", "--disable", "FL-HLT-002", "--disable", "no-image-given", "--fail-on", "info"}).exit_code, 1);
  EXPECT_EQ(lint({"missing.bicep"}).exit_code, 3);
  EXPECT_EQ(lint({"main.bicep", "--enable", "no-such-rule"}).exit_code, 2);
  EXPECT_EQ(lint({"main.bicep", "--format", "xml"}).exit_code, 2);
}

TEST_F(LintCommand, ParameterFilesDecide) {
  write("main.bicep", "param mode string = 'Rolling'\n" + set("", "      mode: mode\n"));
  write("manual.bicepparam", "using 'main.bicep'\nparam mode = 'Manual'\n");
  write("manual.json", R"({"parameters": {"mode": {"value": "Manual"}}})");
  EXPECT_EQ(count(lint({"main.bicep", "--format", "json"}).out, rule), 1u);
  EXPECT_EQ(count(lint({"main.bicep", "--parameters", "manual.bicepparam", "--format", "json"}).out, rule), 0u);
  EXPECT_EQ(count(lint({"main.bicep", "--parameters", "manual.json", "--format", "json"}).out, rule), 0u);
  EXPECT_EQ(count(lint({"main.bicep", "--param", "mode=Manual", "--format", "json"}).out, rule), 0u);
  EXPECT_EQ(count(lint({"manual.bicepparam", "--format", "json"}).out, rule), 0u);
}

}  // namespace
}  // namespace fleetlint::test
