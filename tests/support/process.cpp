#include "process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fleetlint::test {
namespace {

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) == 0) read = ends[0], write = ends[1];
  }
  ~Pipe() { close_read(), close_write(); }
  void close_read() { close(read); }
  void close_write() { close(write); }

 private:
  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

/// Moves what is there from the pipe to the text; false at its end.
bool drain(int end, std::string& text) {
  char buffer[65536];
  const auto got = ::read(end, buffer, sizeof buffer);
  if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

[[noreturn]] void become(const std::vector<std::string>& words, const ProcessOptions& options, Pipe& in, Pipe& out, Pipe& err) {
  ::setpgid(0, 0);  // so that a hanging program dies with its children
  ::dup2(in.read, 0), ::dup2(out.write, 1), ::dup2(err.write, 2);
  if (!options.directory.empty() && ::chdir(options.directory.c_str()) != 0) ::_exit(126);
  auto environment = plain_environment();
  for (const auto& [name, value] : options.environment) environment[name] = value;
  ::clearenv();
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

}  // namespace

std::map<std::string, std::string> plain_environment() {
  std::map<std::string, std::string> result = {{"HOME", "/nonexistent"}, {"LC_ALL", "C.UTF-8"}, {"TERM", "dumb"}};
  for (const auto* name : {"PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const auto* value = std::getenv(name)) result[name] = value;
  return result;
}

ProcessResult run_process(const std::vector<std::string>& words, const ProcessOptions& options) {
  ProcessResult result;
  ::signal(SIGPIPE, SIG_IGN);  // a program may end without reading its input
  Pipe in, out, err;
  const auto child = ::fork();
  if (child < 0) return result;
  if (child == 0) {
    ::signal(SIGPIPE, SIG_DFL);
    become(words, options, in, out, err);
  }
  in.close_read(), out.close_write(), err.close_write();
  ::fcntl(in.write, F_SETFL, O_NONBLOCK);
  std::size_t written = 0;
  if (options.input.empty()) in.close_write();

  const auto deadline = std::chrono::steady_clock::now() + options.timeout;
  while (out.read >= 0 || err.read >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      result.timed_out = true;
      ::kill(-child, SIGKILL);
      break;
    }
    pollfd waits[] = {{out.read, POLLIN, 0}, {err.read, POLLIN, 0}, {in.write, POLLOUT, 0}};
    if (::poll(waits, 3, static_cast<int>(left.count())) < 0 && errno != EINTR) break;
    if (waits[0].revents != 0 && !drain(out.read, result.out)) out.close_read();
    if (waits[1].revents != 0 && !drain(err.read, result.err)) err.close_read();
    if (waits[2].revents != 0) {
      const auto put = ::write(in.write, options.input.data() + written, options.input.size() - written);
      if (put > 0) written += static_cast<std::size_t>(put);
      if (written == options.input.size() || (put < 0 && errno != EAGAIN && errno != EINTR)) in.close_write();
    }
  }
  int status = 0;
  rusage usage{};
  while (::wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  result.started = !(WIFEXITED(status) && (WEXITSTATUS(status) == 126 || WEXITSTATUS(status) == 127));
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  result.peak_kilobytes = usage.ru_maxrss;
  return result;
}

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      else if (c == '\\' && quote == '"' && i + 1 < line.size() && std::strchr("\"\\$`", line[i + 1]) != nullptr) word += line[++i];
      else word += c;
    } else if (c == '\'' || c == '"') {
      quote = c, inside = true;
    } else if (c == '\\' && i + 1 < line.size()) {
      word += line[++i], inside = true;
    } else if (c == ' ' || c == '\t') {
      if (inside) words.push_back(std::move(word));
      word.clear(), inside = false;
    } else {
      word += c, inside = true;
    }
  }
  if (inside) words.push_back(std::move(word));
  return words;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

void write_text(const std::string& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
}

TemporaryFolder::TemporaryFolder() {
  const auto* base = std::getenv("TMPDIR");
  auto pattern = std::string(base != nullptr ? base : "/tmp") + "/fleetlint-test-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace fleetlint::test
