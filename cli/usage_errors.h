#pragma once
// What to say about a command line that cannot be meant so, always in one form: `fleetlint: what is wrong`, with the nearest
// name, and where the help is.
#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::cli {

/// The subcommand of this name; null when there is none.
CLI::App* find_subcommand(CLI::App& command, std::string_view name);
std::vector<std::string> subcommand_names(const CLI::App& command);

/// Tells on standard error that the command has no subcommand of this name; the exit code.
int unknown_command(const CLI::App& command, std::string_view word);

/// Looks for the first word that names no command or option there is, before anything is read or checked: behind a
/// misspelt option its value would be taken for a file. Tells it on standard error and returns the exit code.
std::optional<int> refuse_unknown_words(CLI::App& app, const std::vector<std::string_view>& words);

/// Tells what the parser found; the exit code. Asking for help is no error.
int refuse(CLI::App& app, const CLI::ParseError& error);

}  // namespace fleetlint::cli
