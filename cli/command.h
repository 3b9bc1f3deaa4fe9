#pragma once
// A subcommand is one file in cli/commands/ that defines `Command <stem>()`; it is found by existing.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace fleetlint::cli {

/// Exit codes, fixed by the contract.
enum ExitCode : int { clean = 0, findings = 1, usage = 2, unreadable = 3, internal_error = 4, assertion_failed = 5 };

/// Check for an option that names a file or folder to read: nothing is run when it is not there (exit code `unreadable`).
inline CLI::Validator given_path() {
  return CLI::Validator(
      [](std::string& path) {
        std::error_code error;
        if (!std::filesystem::exists(path, error)) throw CLI::FileError(path + ": no such file or folder");
        return std::string();
      },
      "");
}

/// Thrown by a check of an option after it told on standard error what is wrong: nothing is run, `get_exit_code()` is the program's.
class Refused : public CLI::ParseError {
 public:
  explicit Refused(ExitCode code) : CLI::ParseError("Refused", "", static_cast<int>(code)) {}
};

/// Check for an option that names a file: it can be read (else exit code `unreadable`).
CLI::Validator readable_file();
/// The same for a JSON file: it holds an object and has no errors. They are told with their places (exit code `usage`).
CLI::Validator readable_json();
/// The same for `--context`; names in it that mean nothing are told as warnings.
CLI::Validator readable_context();
/// Check for `--now` and its like: an ISO 8601 date or instant (else exit code `usage`).
CLI::Validator instant();

/// Check for an option that takes one of a few words.
CLI::Validator one_of(std::vector<std::string> words, bool ignoring_case = false);

/// What options of several commands are, and where what they name comes from.
inline constexpr const char* help_of_cache_root = "folder of restored registry modules (default: cacheRootDirectory of bicepconfig.json, else ~/.bicep); `bicep restore` fills it, fleetlint never downloads";
inline constexpr const char* help_of_types = "folder of Azure resource types (index.json and what it names, as the Bicep types package for Azure publishes them); without it properties are checked by fleetlint's own tables only";

struct Command {
  const char* name;
  const char* summary;   ///< one line in `fleetlint --help`
  const char* examples;  ///< printed below `fleetlint <name> --help`
  int order;             ///< place in the list of commands
  /// Declares options on the subcommand and returns what runs when it was called.
  std::function<std::function<int()>(CLI::App&)> declare;
};

}  // namespace fleetlint::cli
