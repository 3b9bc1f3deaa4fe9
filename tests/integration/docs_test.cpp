// The pages below docs/reference/ are written from the program; here they are compared with what it says now.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <vector>

#include "process.h"

namespace fleetlint::test {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.emplace(fs::relative(entry.path(), folder).string(), read_text(entry.path().string()));
  return files;
}

/// The text line by line.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(Docs, TheReadmeShowsRealOutput) {
  const auto source = std::string(FLEETLINT_SOURCE_DIR);
  const auto readme = read_text(source + "/README.md");
  const std::string opening = "```\n$ fleetlint ";
  const auto begin = readme.find(opening);
  ASSERT_NE(begin, std::string::npos);
  const auto shown = lines_of(readme.substr(begin + 4, readme.find("```", begin + 4) - begin - 4));
  auto words = split_words(shown.front().substr(std::string("$ fleetlint").size()));
  words.insert(words.begin(), FLEETLINT_BINARY);
  words.insert(words.end(), {"--now", "2026-12-01T00:00:00Z"});  // tokens of the samples have dates
  const auto printed = lines_of(run_process(words, {.directory = source}).out);
  std::size_t at = 0;
  for (std::size_t i = 1; i < shown.size(); ++i) {
    if (shown[i] == "…" || shown[i].empty()) continue;
    const auto found = std::find(printed.begin() + static_cast<std::ptrdiff_t>(at), printed.end(), shown[i]);
    ASSERT_NE(found, printed.end()) << shown[i];
    // Lines without an ellipsis before them follow each other.
    if (shown[i - 1] != "…" && i > 1 && !shown[i - 1].empty()) {
      EXPECT_EQ(static_cast<std::size_t>(found - printed.begin()), at) << shown[i];
    }
    at = static_cast<std::size_t>(found - printed.begin()) + 1;
  }
}

TEST(Docs, SayWhatTheProgramSays) {
  const TemporaryFolder folder;
  const auto source = std::string(FLEETLINT_SOURCE_DIR);
  const auto result = run_process({"bash", source + "/cmake/generate_docs.sh", FLEETLINT_BINARY, folder.path()}, {.timeout = std::chrono::seconds(120)});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto written = files_below(source + "/docs/reference"), wanted = files_below(folder.path());
  ASSERT_GT(wanted.size(), 100u);
  for (const auto& [name, text] : wanted) {
    const auto found = written.find(name);
    ASSERT_NE(found, written.end()) << name << " is missing: run ./dev docs";
    EXPECT_TRUE(found->second == text) << name << " is stale: run ./dev docs";
  }
  for (const auto& [name, text] : written) EXPECT_EQ(wanted.count(name), 1u) << name << " is of something that is no more: run ./dev docs";
}

/// Codes of diagnostics that the sources report: "BCP057", "FL0407".
std::set<std::string> codes_in_sources() {
  std::set<std::string> codes;
  static const std::regex code("\"((?:BCP|FL0)[0-9]{3})\"|error (FL0[0-9]{3}):");
  for (const std::string room : {"base", "grammar", "template", "evaluator", "compiler", "fleet", "rollout", "workspace", "cli", "include"}) {
    for (const auto& [name, text] : files_below(fs::path(FLEETLINT_SOURCE_DIR) / room)) {
      if (name.starts_with("codes/")) continue;  // the pages themselves
      for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) codes.insert((*at)[1].matched ? (*at)[1].str() : (*at)[2].str());
    }
  }
  codes.erase("FL0012");  // an example in a comment
  return codes;
}

TEST(Docs, EveryCodeHasAPage) {
  const auto codes = codes_in_sources();
  ASSERT_GT(codes.size(), 350u);
  std::vector<std::string> words = {FLEETLINT_BINARY, "explain"};
  words.insert(words.end(), codes.begin(), codes.end());
  const auto result = run_process(words);
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST(Docs, EveryCommandShowsExamples) {
  const auto page = read_text(std::string(FLEETLINT_SOURCE_DIR) + "/docs/reference/commands.md");
  std::size_t sections = 0;
  for (auto at = page.find("\n## "); at != std::string::npos; ++sections) {
    const auto next = page.find("\n## ", at + 1);
    const auto section = page.substr(at, next == std::string::npos ? next : next - at);
    EXPECT_NE(section.find("Examples:\n  fleetlint "), std::string::npos) << section.substr(0, 40);
    at = next;
  }
  EXPECT_GE(sections, 18u);
}

}  // namespace
}  // namespace fleetlint::test
