// Entry: parses the command line and runs one subcommand. No exception leaves main, and no signal of ours ends it.
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "command_list.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/base/memory.h"
#include "usage_errors.h"
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

/// Whoever was to read the standard output has gone.
bool reader_has_gone() {
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

/// What was printed must have arrived: a full disk is not a success, a closed pipe (`| head`) is no reason to complain.
int after_output(int code) {
  errno = 0;  // of the write that failed, if it is this one; an earlier one's is lost
  const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  if (!failed || errno == EPIPE || reader_has_gone()) return code;
  if (errno == 0) errno = EIO;
  std::perror("fleetlint: standard output could not be written");
  return code == clean || code == findings ? static_cast<int>(internal_error) : code;
}

int run(int argc, char** argv) {
  CLI::App app{"fleetlint: finds what keeps Azure scale sets from being upgraded, before anything is deployed", "fleetlint"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("fleetlint ") + version);
  auto commands = all_commands();
  std::stable_sort(commands.begin(), commands.end(), [](const Command& a, const Command& b) { return a.order < b.order; });
  const auto is_asked_for = [&](const Command& command) { return argc > 1 && std::string_view(argv[1]) == command.name; };
  // Declaring the options of all commands takes longer than compiling a small file. `help` prints those of any.
  if (std::any_of(commands.begin(), commands.end(), is_asked_for) && std::string_view(argv[1]) != "help") std::erase_if(commands, std::not_fn(is_asked_for));
  std::function<int()> action;
  for (auto& command : commands) {
    auto* sub = app.add_subcommand(command.name, command.summary);
    sub->footer(std::string("Examples:\n") + command.examples);
    auto body = command.declare(*sub);
    sub->callback([&action, body] { action = body; });
  }
  if (argc <= 1) {
    std::fputs(app.help().c_str(), stderr);
    return usage;
  }
  if (const auto refused = refuse_unknown_words(app, {argv + 1, argv + argc})) return *refused;
  try {
    app.parse(reversed_arguments(argc, argv));
  } catch (const Refused& refused) {
    return refused.get_exit_code();
  } catch (const CLI::FileError& error) {
    std::fprintf(stderr, "fleetlint: %s\n", fleetlint::redact_secrets(error.what()).c_str());
    return unreadable;
  } catch (const CLI::ParseError& error) {
    return refuse(app, error);
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

/// Nesting is limited, but a hundred thousand variables may each use the next one. Address space is cheap: what is not
/// touched costs nothing.
constexpr std::size_t main_stack_bytes = std::size_t{1} << 30, worker_stack_bytes = std::size_t{256} << 20;

struct Call {
  int argc;
  char** argv;
  int code = internal_error;
};

#if defined(FLEETLINT_SANITIZED)
// Sanitizers have to know every stack, so theirs is a thread's.
void* run_call(void* argument) {
  auto& call = *static_cast<Call*>(argument);
  call.code = run_safely(call.argc, call.argv);
  return nullptr;
}

int run_with_large_stack(int argc, char** argv) {
  Call call{argc, argv};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, main_stack_bytes);
  pthread_t thread;
  if (pthread_create(&thread, &attributes, run_call, &call) != 0) return run_safely(argc, argv);
  pthread_join(thread, nullptr);
  return call.code;
}
#else
/// The address of a Call in two words: that is what makecontext can pass on.
void run_call(unsigned high, unsigned low) {
  auto& call = *reinterpret_cast<Call*>(static_cast<std::uint64_t>(high) << 32 | low);
  call.code = run_safely(call.argc, call.argv);
}

/// On this thread, because the heap of the first thread is the one with large pages.
int run_with_large_stack(int argc, char** argv) {
  void* stack = ::mmap(nullptr, main_stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  ucontext_t here, there;
  // Where address space is limited the ordinary stack has to do.
  if (stack == MAP_FAILED || ::getcontext(&there) != 0) return run_safely(argc, argv);
  ::mprotect(stack, 4096, PROT_NONE);  // too deep must not run into other memory
  Call call{argc, argv};
  const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&call));
  there.uc_stack.ss_sp = stack;
  there.uc_stack.ss_size = main_stack_bytes;
  there.uc_link = &here;
  ::makecontext(&there, reinterpret_cast<void (*)()>(run_call), 2, static_cast<unsigned>(address >> 32), static_cast<unsigned>(address));
  ::swapcontext(&here, &there);
  return call.code;
}
#endif

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, worker_stack_bytes);
  pthread_setattr_default_np(&attributes);
  fleetlint::prepare_process_memory();
  return run_with_large_stack(argc, argv);
}
