// Every sample, cut off after every byte, to the commands that take it: as an editor sees a file while it is written.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <set>

#include "process.h"

namespace fleetlint::test {
namespace {

namespace fs = std::filesystem;

#ifdef FLEETLINT_SANITIZED
constexpr std::size_t step = 37;
#else
constexpr std::size_t step = 1;
#endif
constexpr std::size_t files_a_run = 400;

bool has_command(const char* name) { return run_process({FLEETLINT_BINARY, name, "--help"}).exit_code == 0; }

std::vector<std::string> samples_with(const std::set<std::string>& extensions) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(FLEETLINT_SOURCE_DIR) / "samples"))
    if (entry.is_regular_file() && extensions.count(entry.path().extension().string()) != 0) found.push_back(entry.path().string());
  std::sort(found.begin(), found.end());
  return found;
}

void expect_orderly(const ProcessResult& result, const std::string& what) {
  EXPECT_TRUE(result.ended_normally()) << what << (result.timed_out ? ": did not end" : "") << "\n" << result.err.substr(0, 2000);
  EXPECT_TRUE(result.exit_code >= 0 && result.exit_code <= 5 && result.exit_code != 4) << what << ": exit code " << result.exit_code << "\n" << result.err.substr(0, 2000);
}

/// Puts the cut files beside a copy of the sample, so that its modules are found, and calls the program with many at once.
void cut_everywhere(const std::string& sample, const std::vector<std::string>& command, const std::vector<std::string>& more) {
  const TemporaryFolder folder;
  const auto home = fs::path(folder / "copy");
  fs::copy(fs::path(sample).parent_path(), home, fs::copy_options::recursive);
  const auto text = read_text(sample);
  const auto extension = fs::path(sample).extension().string();
  for (std::size_t first = 0; first <= text.size(); first += files_a_run * step) {
    auto words = command;
    words.insert(words.begin(), FLEETLINT_BINARY);
    std::vector<fs::path> cut;
    for (std::size_t size = first; size <= text.size() && size < first + files_a_run * step; size += step) {
      char name[32];
      std::snprintf(name, sizeof name, "cut%06zu", size);
      cut.push_back(home / (name + extension));
      write_text(cut.back(), std::string_view(text).substr(0, size));
      words.push_back(cut.back().filename());
    }
    for (const auto& word : more) words.push_back(word == "{out}" ? folder / "out" : word);
    const auto result = run_process(words, {.directory = home, .timeout = std::chrono::seconds(300)});
    expect_orderly(result, fs::path(sample).filename().string() + ", from byte " + std::to_string(first));
    for (const auto& path : cut) fs::remove(path);
  }
}

TEST(Truncation, Parse) {
  if (!has_command("parse")) GTEST_SKIP() << "this program has no such command yet";
  for (const auto& sample : samples_with({".bicep", ".bicepparam", ".json"})) cut_everywhere(sample, {"parse"}, {});
}

TEST(Truncation, Build) {
  if (!has_command("build")) GTEST_SKIP() << "this program has no such command yet";
  for (const auto& sample : samples_with({".bicep"})) cut_everywhere(sample, {"build"}, {"--outdir", "{out}"});
}

TEST(Truncation, Lint) {
  if (!has_command("lint")) GTEST_SKIP() << "this program has no such command yet";
  for (const auto& sample : samples_with({".bicep", ".bicepparam", ".json"}))
    cut_everywhere(sample, {"lint"}, {"--format", "json", "--now", "2026-12-01T00:00:00Z"});
}

/// Commands that take one file: a few hundred places are enough to meet every construct.
void cut_in_places(const std::string& sample, const std::vector<std::string>& before, const std::vector<std::string>& after, std::size_t places) {
  const TemporaryFolder folder;
  const auto home = fs::path(folder / "copy");
  fs::copy(fs::path(sample).parent_path(), home, fs::copy_options::recursive);
  const auto text = read_text(sample);
  const auto stride = std::max<std::size_t>(1, text.size() / places) * (step == 1 ? 1 : 4);
  for (std::size_t size = 0; size <= text.size(); size += stride) {
    const auto cut = home / ("cut" + fs::path(sample).extension().string());
    write_text(cut, std::string_view(text).substr(0, size));
    auto words = before;
    words.insert(words.begin(), FLEETLINT_BINARY);
    words.push_back(cut.filename());
    words.insert(words.end(), after.begin(), after.end());
    expect_orderly(run_process(words, {.directory = home}), before.front() + " " + fs::path(sample).filename().string() + " cut after " + std::to_string(size));
  }
}

TEST(Truncation, Expand) {
  if (!has_command("expand")) GTEST_SKIP() << "this program has no such command yet";
  for (const auto& sample : samples_with({".bicep"})) cut_in_places(sample, {"expand"}, {"--format", "json"}, 60);
  for (const auto& sample : samples_with({".json"})) cut_in_places(sample, {"expand"}, {"--format", "json"}, 200);
}

TEST(Truncation, Format) {
  if (!has_command("format")) GTEST_SKIP() << "this program has no such command yet";
  for (const auto& sample : samples_with({".bicep", ".bicepparam"})) cut_in_places(sample, {"format"}, {"--stdout"}, 100);
}

TEST(Truncation, Simulate) {
  if (!has_command("simulate")) GTEST_SKIP() << "this program has no such command yet";
  for (const auto& sample : samples_with({".yaml"})) cut_in_places(sample, {"simulate", "--scenario"}, {}, 400);
}

}  // namespace
}  // namespace fleetlint::test
