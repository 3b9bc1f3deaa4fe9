// Runs tests/cases/<area>/<name>/: what a command line prints, compared with files. See docs/how-to/add-a-test.md.
//
//   cmd         one command a line: arguments after `fleetlint`; `NAME=value` words in front set the environment;
//               `@show FILE` prints a file that an earlier line wrote; `#` starts a comment line
//   stdin       given to each command (optional)
//   stdout.exp  what all commands print; with several commands each is introduced by `$ fleetlint …`
//   stderr.exp  the same for standard error; compared when present
//   exit.exp    one exit code a command, one a line (default 0)
//
// `{tmp}` is a fresh folder, `{source}` the root of the project; both are put back into the output.
// With FLEETLINT_UPDATE=1 the expectations are rewritten and the difference is for review.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "process.h"

namespace fleetlint::test {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  std::string out, err;
  std::vector<int> exit_codes;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

/// Every folder below tests/cases that holds a file `cmd`, relative, sorted.
std::vector<std::string> find_cases() {
  std::vector<std::string> cases;
  const fs::path root = fs::path(FLEETLINT_SOURCE_DIR) / "tests/cases";
  std::error_code ignored;
  for (fs::recursive_directory_iterator at(root, ignored), end; at != end; at.increment(ignored))
    if (at->path().filename() == "cmd") cases.push_back(fs::relative(at->path().parent_path(), root).string());
  std::sort(cases.begin(), cases.end());
  return cases;
}

std::vector<std::string> commands_of(const fs::path& folder) {
  std::vector<std::string> commands;
  for (auto& line : lines_of(read_text(folder / "cmd")))
    if (!line.empty() && line[0] != '#') commands.push_back(line);
  return commands;
}

bool is_assignment(const std::string& word) {
  const auto equals = word.find('=');
  return equals != std::string::npos && equals > 0 && std::all_of(word.begin(), word.begin() + static_cast<long>(equals), [](unsigned char c) {
           return std::isupper(c) != 0 || std::isdigit(c) != 0 || c == '_';
         });
}

Outcome run_commands(const fs::path& folder, const std::vector<std::string>& commands) {
  Outcome outcome;
  const TemporaryFolder temporary;
  const auto insert = [&](const std::string& text) {
    return replace_all(replace_all(text, "{tmp}", temporary.path()), "{source}", FLEETLINT_SOURCE_DIR);
  };
  const auto remove = [&](const std::string& text) {
    return replace_all(replace_all(text, temporary.path(), "{tmp}"), FLEETLINT_SOURCE_DIR, "{source}");
  };
  for (const auto& command : commands) {
    const bool show = command.starts_with("@show ");
    if (commands.size() > 1) {
      const auto title = (show ? "$ cat " + command.substr(6) : "$ fleetlint " + command) + "\n";
      outcome.out += title;
      outcome.err += title;
    }
    if (show) {
      const auto file = folder / insert(command.substr(6));
      EXPECT_TRUE(fs::exists(file)) << command;
      outcome.out += remove(read_text(file));
      outcome.exit_codes.push_back(0);
      continue;
    }
    auto words = split_words(insert(command));
    ProcessOptions options{.directory = folder, .input = read_text(folder / "stdin")};
    while (!words.empty() && is_assignment(words.front())) {
      const auto equals = words.front().find('=');
      options.environment[words.front().substr(0, equals)] = words.front().substr(equals + 1);
      words.erase(words.begin());
    }
    words.insert(words.begin(), FLEETLINT_BINARY);
    const auto result = run_process(words, options);
    EXPECT_FALSE(result.timed_out) << command;
    EXPECT_EQ(result.signal, 0) << command << "\n" << result.err;
    EXPECT_NE(result.exit_code, 4) << "an internal error is never expected: " << command << "\n" << result.err;
    outcome.out += remove(result.out);
    outcome.err += remove(result.err);
    outcome.exit_codes.push_back(result.exit_code);
  }
  return outcome;
}

std::string to_text(const std::vector<int>& exit_codes) {
  if (std::all_of(exit_codes.begin(), exit_codes.end(), [](int code) { return code == 0; })) return "";
  std::string text;
  for (const int code : exit_codes) text += std::to_string(code) + "\n";
  return text;
}

void write_expectation(const fs::path& file, const std::string& text) {
  if (text.empty()) fs::remove(file);
  else if (!fs::exists(file) || read_text(file) != text) write_text(file, text);
}

class FileTest : public testing::TestWithParam<std::string> {};

TEST_P(FileTest, Case) {
  const auto folder = fs::path(FLEETLINT_SOURCE_DIR) / "tests/cases" / GetParam();
  const auto commands = commands_of(folder);
  ASSERT_FALSE(commands.empty()) << "`cmd` holds no command";
  const auto outcome = run_commands(folder, commands);
  const auto exit_text = to_text(outcome.exit_codes);
  const bool says_nothing = outcome.out.empty() && exit_text.empty();
  if (std::getenv("FLEETLINT_UPDATE") != nullptr) {
    write_expectation(folder / "stdout.exp", outcome.out);
    write_expectation(folder / "exit.exp", exit_text);
    // A failing command without output is told apart by its message alone.
    if (fs::exists(folder / "stderr.exp") || outcome.out.empty()) write_expectation(folder / "stderr.exp", outcome.err);
    return;
  }
  if (!outcome.out.empty()) {
    EXPECT_TRUE(fs::exists(folder / "stdout.exp")) << "no expectation for this output; write it with `./dev update`";
  }
  EXPECT_EQ(outcome.out, read_text(folder / "stdout.exp"));
  if (fs::exists(folder / "stderr.exp")) {
    EXPECT_EQ(outcome.err, read_text(folder / "stderr.exp"));
  }
  EXPECT_EQ(exit_text, read_text(folder / "exit.exp")) << "exit codes; standard error was:\n" << outcome.err;
  EXPECT_FALSE(says_nothing && outcome.err.empty() && !fs::exists(folder / "stdout.exp") && !fs::exists(folder / "silent"))
      << "the case prints nothing and exits with 0: add a file `silent` if that is the point";
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, FileTest, testing::ValuesIn(find_cases()), test_name);

}  // namespace
}  // namespace fleetlint::test
