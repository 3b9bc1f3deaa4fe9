#include "usage_errors.h"

#include <algorithm>
#include <cstdio>

#include "command.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/base/nearest_name.h"

namespace fleetlint::cli {

CLI::App* find_subcommand(CLI::App& command, std::string_view name) {
  const auto found = command.get_subcommands([&](const CLI::App* each) { return each->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

std::vector<std::string> subcommand_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* each : command.get_subcommands([](const CLI::App*) { return true; })) names.push_back(each->get_name());
  return names;
}

namespace {

constexpr std::size_t longest_shown = 80;

/// "fleetlint lint": how the command is called.
std::string call_of(const CLI::App& command) {
  const auto* parent = command.get_parent();
  return parent == nullptr ? command.get_name() : call_of(*parent) + " " + command.get_name();
}

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& each : names) list += (list.empty() ? "" : ", ") + each;
  return list;
}

/// Commands of the Bicep CLI and other usual words that somebody may try first, and what there is instead.
struct Elsewhere {
  std::string_view word;
  const char* instead;
};
constexpr Elsewhere commands_elsewhere[] = {
    {"check", "`fleetlint lint` finds what is wrong"},
    {"compile", "`fleetlint build` compiles"},
    {"decompile", "`bicep decompile` makes Bicep from ARM JSON; fleetlint's lint, expand and build take ARM JSON as it is"},
    {"decompile-params", "`bicep decompile-params` makes a .bicepparam file; fleetlint takes JSON parameter files as they are"},
    {"deploy", "fleetlint never talks to Azure; `fleetlint expand` shows what a deployment would make"},
    {"fmt", "`fleetlint format` prints files in the usual style"},
    {"generate-params", "`bicep generate-params` writes a first parameter file"},
    {"publish", "fleetlint never talks to a registry; `bicep publish` does"},
    {"restore", "fleetlint never downloads; `bicep restore` fills the module cache that fleetlint reads (--cache-root)"},
    {"validate", "`fleetlint lint` finds what is wrong"},
    {"what-if", "fleetlint never talks to Azure; `fleetlint expand` shows what a deployment would make, `fleetlint snapshot` compares with an earlier state"},
};

const Elsewhere* elsewhere(std::string_view word) {
  for (const auto& each : commands_elsewhere)
    if (each.word == word) return &each;
  return nullptr;
}

int complain(const CLI::App& command, const std::string& what) {
  std::fprintf(stderr, "fleetlint: %s\nRun `%s --help` for help.\n", fleetlint::redact_secrets(what).c_str(), call_of(command).c_str());
  return usage;
}

std::string subject(const CLI::App& command) { return command.get_parent() == nullptr ? "fleetlint" : command.get_name(); }

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* option : command.get_options()) {
    for (const auto& each : option->get_lnames()) names.push_back("--" + each);
    for (const auto& each : option->get_snames()) names.push_back("-" + each);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string meant(std::string_view word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return did_you_mean(word, views);
}

std::string shown(std::string_view word) { return "`" + std::string(word.substr(0, longest_shown)) + "`"; }

int unknown_option(const CLI::App& command, std::string_view name) {
  return complain(command, (command.get_parent() == nullptr ? "there is no option " : command.get_name() + " has no option ") + shown(name) + meant(name, option_names(command)));
}

/// A word that begins as an option does. `-`, `--` and negative numbers do not; of `-j4` the name is `-j`.
std::string_view option_name(std::string_view word) {
  if (word.size() < 2 || word[0] != '-' || word == "--") return {};
  if (word[1] == '-') return word.substr(0, word.find('='));
  const bool letter = (word[1] >= 'a' && word[1] <= 'z') || (word[1] >= 'A' && word[1] <= 'Z');
  return letter ? word.substr(0, 2) : std::string_view{};
}

/// How many of the next words are values of this option: none when it is a flag, may stand alone, or has its value behind `=`.
std::size_t words_taken(const CLI::Option& option, std::string_view word) {
  const bool has_value = word.starts_with("--") ? word.find('=') != std::string_view::npos : word.size() > 2;
  return has_value || option.get_items_expected_min() == 0 ? 0 : 1;
}

/// What the parser says in its own words about an option or argument.
std::string in_our_words(const CLI::App& command, const CLI::ParseError& error) {
  const std::string what = error.what();
  const auto ends = [&](std::string_view end) { return what.ends_with(end) ? std::optional(what.substr(0, what.size() - end.size())) : std::nullopt; };
  const auto begins = [&](std::string_view begin) { return what.starts_with(begin) ? std::optional(what.substr(begin.size())) : std::nullopt; };
  if (const auto name = ends(" is required")) {
    if (*name != "A subcommand") return subject(command) + " needs " + *name;
    return subject(command) + " needs one of: " + joined(subcommand_names(command));
  }
  if (const auto rest = begins("Could not convert: ")) {
    const auto equals = rest->find(" = ");
    if (equals != std::string::npos) return rest->substr(0, equals) + " does not take " + shown(std::string_view(*rest).substr(equals + 3));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && what.ends_with(" missing")) return what.substr(0, what.find(':')) + " needs a value";
  for (const auto* each : {"The following argument was not expected: ", "The following arguments were not expected: "})
    if (const auto rest = begins(each)) return subject(command) + " has no use for " + shown(*rest);
  return what;
}

}  // namespace

int unknown_command(const CLI::App& command, std::string_view word) {
  if (command.get_parent() == nullptr) {
    const auto near = meant(word, subcommand_names(command));
    const auto* known = near.empty() ? elsewhere(word) : nullptr;
    return complain(command, "there is no command " + shown(word) + near + (known != nullptr ? std::string(": ") + known->instead : std::string()));
  }
  const auto names = subcommand_names(command);
  auto rest = meant(word, names);
  if (rest.empty() && !names.empty() && names.size() <= 12) rest = "; it has " + joined(names);
  return complain(command, command.get_name() + " has no " + shown(word) + rest);
}

std::optional<int> refuse_unknown_words(CLI::App& app, const std::vector<std::string_view>& words) {
  CLI::App* command = &app;
  std::size_t values = 0;
  for (const auto word : words) {
    if (values > 0) {
      --values;
      continue;
    }
    if (word == "--") return std::nullopt;
    if (const auto name = option_name(word); !name.empty()) {
      const auto* option = command->get_option_no_throw(std::string(name));
      if (option == nullptr) return unknown_option(*command, name);
      values = words_taken(*option, word);
      continue;
    }
    if (subcommand_names(*command).empty()) continue;
    auto* next = find_subcommand(*command, word);
    if (next == nullptr) return unknown_command(*command, word);
    command = next;
  }
  return std::nullopt;
}

int refuse(CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error) == 0 ? clean : usage;
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  return complain(*command, in_our_words(*command, error));
}

}  // namespace fleetlint::cli
