// The pages below docs/reference/ are written from the program; here they are compared with what it says now.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

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
