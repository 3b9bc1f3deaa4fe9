// `fleetlint help [COMMAND]`: what `--help` says, for those who ask the way other tools are asked.
#include <cstdio>
#include <memory>

#include "command.h"
#include "usage_errors.h"

namespace fleetlint::cli {
namespace {

std::string page_of(CLI::App& command, const std::string& call) { return command.get_formatter()->make_help(&command, call, CLI::AppFormatMode::Normal); }

/// The help of the command that the words name, one below the other; the exit code.
int print_help(CLI::App& program, const std::vector<std::string>& words) {
  auto* command = &program;
  std::string call = program.get_name();
  for (const auto& word : words) {
    auto* next = find_subcommand(*command, word);
    if (next == nullptr) return unknown_command(*command, word);
    command = next;
    call += " " + word;
  }
  const auto page = page_of(*command, call);
  std::fwrite(page.data(), 1, page.size(), stdout);
  return clean;
}

}  // namespace

Command help_command() {
  return {"help", "print the help of a command", "  fleetlint help\n  fleetlint help lint\n", 910, [](CLI::App& app) -> std::function<int()> {
            auto words = std::make_shared<std::vector<std::string>>();
            app.add_option("COMMAND", *words, "a command; without one: the list of commands");
            auto* program = app.get_parent();
            return [words, program] { return print_help(*program, *words); };
          }};
}

}  // namespace fleetlint::cli
