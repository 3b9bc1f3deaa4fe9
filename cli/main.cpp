// Entry: parses the command line and runs one subcommand. No exception leaves main.
#include <algorithm>
#include <cstdio>
#include <exception>

#include "command_list.h"
#include "version.h"

namespace {

int run(int argc, char** argv) {
  using namespace fleetlint::cli;
  CLI::App app{"fleetlint: finds what keeps Azure scale sets from being upgraded, before anything is deployed", "fleetlint"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("fleetlint ") + version);
  auto commands = all_commands();
  std::stable_sort(commands.begin(), commands.end(), [](const Command& a, const Command& b) { return a.order < b.order; });
  std::function<int()> action;
  for (auto& command : commands) {
    auto* sub = app.add_subcommand(command.name, command.summary);
    sub->footer(std::string("Examples:\n") + command.examples);
    auto body = command.declare(*sub);
    sub->callback([&action, body] { action = body; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? clean : usage;
  }
  return action ? action() : usage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fleetlint: internal error: %s\n", error.what());
    return fleetlint::cli::internal_error;
  }
}
