// Entry: parses the command line and runs one subcommand. No exception leaves main, and no signal of ours ends it.
#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "command_list.h"
#include "suggestion.h"
#include "version.h"

namespace {

using namespace fleetlint::cli;

/// The arguments in the order that CLI11 wants (last first). `--name=` becomes `--name` and an empty word: CLI11 would
/// take the next argument as the value.
std::vector<std::string> reversed_arguments(int argc, char** argv) {
  std::vector<std::string> words;
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == "--") options = false;
    if (options && word.size() > 3 && word.starts_with("--") && word.ends_with("=") && word.find('=') == word.size() - 1) {
      words.emplace_back(word.substr(0, word.size() - 1));
      words.emplace_back();
    } else {
      words.emplace_back(word);
    }
  }
  std::reverse(words.begin(), words.end());
  return words;
}

int unknown_command(std::string_view word, const std::vector<Command>& commands) {
  std::vector<std::string_view> names;
  for (const auto& command : commands) names.emplace_back(command.name);
  std::fprintf(stderr, "fleetlint: there is no command `%.*s`%s\nRun `fleetlint --help` for the list.\n",
               static_cast<int>(std::min<std::size_t>(word.size(), 80)), word.data(), did_you_mean(word, names).c_str());
  return usage;
}

/// What was printed must have arrived: a full disk is not a success, a closed pipe (`| head`) is no reason to complain.
int after_output(int code) {
  const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  if (!failed || errno == EPIPE) return code;
  std::perror("fleetlint: standard output could not be written");
  return code == clean || code == findings ? static_cast<int>(internal_error) : code;
}

int run(int argc, char** argv) {
  CLI::App app{"fleetlint: finds what keeps Azure scale sets from being upgraded, before anything is deployed", "fleetlint"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("fleetlint ") + version);
  auto commands = all_commands();
  std::stable_sort(commands.begin(), commands.end(), [](const Command& a, const Command& b) { return a.order < b.order; });
  if (argc > 1 && argv[1][0] != '-' && argv[1][0] != '\0' &&
      std::none_of(commands.begin(), commands.end(), [&](const Command& c) { return std::string_view(argv[1]) == c.name; }))
    return unknown_command(argv[1], commands);
  std::function<int()> action;
  for (auto& command : commands) {
    auto* sub = app.add_subcommand(command.name, command.summary);
    sub->footer(std::string("Examples:\n") + command.examples);
    auto body = command.declare(*sub);
    sub->callback([&action, body] { action = body; });
  }
  try {
    app.parse(reversed_arguments(argc, argv));
  } catch (const CLI::FileError& error) {
    std::fprintf(stderr, "fleetlint: %s\n", error.what());
    return unreadable;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? clean : usage;
  }
  return action ? action() : usage;
}

int run_safely(int argc, char** argv) {
  try {
    return after_output(run(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fleetlint: internal error: %s\n", error.what());
  } catch (...) {
    std::fprintf(stderr, "fleetlint: internal error\n");
  }
  return internal_error;
}

// Nesting is limited, but a hundred thousand variables may each use the next one. Address space is cheap: what is not
// touched costs nothing.
constexpr std::size_t main_stack_bytes = std::size_t{1} << 30, worker_stack_bytes = std::size_t{256} << 20;

struct Call {
  int argc;
  char** argv;
  int code;
};
void* run_call(void* argument) {
  auto& call = *static_cast<Call*>(argument);
  call.code = run_safely(call.argc, call.argv);
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Call call{argc, argv, internal_error};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, worker_stack_bytes);
  pthread_setattr_default_np(&attributes);
  pthread_attr_setstacksize(&attributes, main_stack_bytes);
  pthread_t thread;
  // Where address space is limited the ordinary stack has to do.
  if (pthread_create(&thread, &attributes, run_call, &call) != 0) return run_safely(argc, argv);
  pthread_join(thread, nullptr);
  return call.code;
}
