#pragma once
// Runs a program the way a shell or an editor would, and tells everything about how it ended.
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::test {

struct ProcessOptions {
  std::string directory;                           ///< working directory; empty: ours
  std::string input;                               ///< given on standard input, which is then closed
  std::map<std::string, std::string> environment;  ///< added to `plain_environment()`
  std::chrono::milliseconds timeout{60'000};
};

struct ProcessResult {
  int exit_code = -1;  ///< of a normal end
  int signal = 0;      ///< not 0: ended by this signal
  bool timed_out = false;
  bool started = false;
  std::string out, err;
  long peak_kilobytes = 0;  ///< largest resident size

  bool ended_normally() const { return started && signal == 0 && !timed_out; }
};

/// Runs `words[0]` (looked up on PATH when it has no slash) and waits for its end; killed after the timeout.
ProcessResult run_process(const std::vector<std::string>& words, const ProcessOptions& options = {});

/// An environment that does not depend on who runs the tests: PATH and sanitizer options of ours, an empty HOME,
/// no colour, no CI variables.
std::map<std::string, std::string> plain_environment();

/// Splits a line as a POSIX shell would: blanks, single and double quotes, backslash.
std::vector<std::string> split_words(std::string_view line);

/// A file's bytes; empty when it cannot be read.
std::string read_text(const std::string& path);
void write_text(const std::string& path, std::string_view text);

/// A folder that is removed with everything in it at the end of its scope.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

}  // namespace fleetlint::test
