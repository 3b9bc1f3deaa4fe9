// `fleetlint format FILE…`: Bicep in the reference compiler's style.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>

#include "command.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/configuration.h"
#include "fleetlint/grammar/format.h"
#include "fleetlint/grammar/parse.h"
#include "input_file.h"

namespace fleetlint::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  bool to_stdout = false, check = false, no_final_new_line = false;
  std::string config;
  // Unset ones come from the section `formatting` of bicepconfig.json.
  std::optional<std::uint32_t> width, indent_size;
  std::optional<std::string> indent_kind, new_line;
};

/// A setting of `formatting`, from the nearest configuration file that has it; or null.
const arm::Node* setting(const compiler::Configuration& configuration, std::string_view name,
                         arm::NodeKind kind) {
  for (const auto& layer : configuration.layers) {
    const auto* section = layer->root.find("formatting");
    const auto* value = section == nullptr ? nullptr : section->find(name);
    if (value != nullptr && value->is(kind)) return value;
  }
  return nullptr;
}

std::uint32_t number(std::optional<std::uint32_t> given, const arm::Node* configured,
                     std::uint32_t otherwise) {
  if (given) return *given;
  return configured == nullptr
             ? otherwise
             : static_cast<std::uint32_t>(std::clamp<std::int64_t>(configured->integer, 0, 1'000'000));
}
std::string word(const std::optional<std::string>& given, const arm::Node* configured,
                 std::string_view otherwise) {
  return to_lower_ascii(given ? std::string_view(*given) : configured == nullptr ? otherwise : configured->text);
}

syntax::FormatOptions format_options(const Options& options, const compiler::Configuration& configuration,
                                     const std::string& text) {
  using NewLine = syntax::FormatOptions::NewLine;
  using arm::NodeKind;
  syntax::FormatOptions result;
  result.width = number(options.width, setting(configuration, "width", NodeKind::integer), result.width);
  result.indent_size = number(options.indent_size, setting(configuration, "indentSize", NodeKind::integer),
                              result.indent_size);
  result.indent_with_tabs =
      word(options.indent_kind, setting(configuration, "indentKind", NodeKind::string), "space") == "tab";
  const auto* final_new_line = setting(configuration, "insertFinalNewline", NodeKind::boolean);
  result.insert_final_new_line =
      !options.no_final_new_line && (final_new_line == nullptr || final_new_line->boolean);
  auto kind = word(options.new_line, setting(configuration, "newlineKind", NodeKind::string), "lf");
  if (kind == "auto") {
    const auto first = text.find_first_of("\r\n");
    kind = first == std::string::npos || text[first] == '\n' ? "lf"
           : text.compare(first, 2, "\r\n") == 0             ? "crlf"
                                                             : "cr";
  }
  result.new_line = kind == "crlf" ? NewLine::crlf : kind == "cr" ? NewLine::cr : NewLine::lf;
  return result;
}

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) std::fprintf(stderr, "fleetlint: %s: cannot be written\n", path.c_str());
  return static_cast<bool>(file);
}

int run_format(const Options& options) {
  int result = clean;
  SourceSet sources;
  compiler::ConfigurationCache::Options lookup;
  if (!options.config.empty()) lookup.fixed_file = options.config;
  compiler::ConfigurationCache configurations(sources, Limits{}, std::move(lookup));
  for (const auto& path : options.files) {
    if (!path.ends_with(".bicep") && !path.ends_with(".bicepparam")) {
      std::fprintf(stderr, "fleetlint: %s: only .bicep and .bicepparam files can be formatted\n", path.c_str());
      result = usage;
      continue;
    }
    const auto text = read_input(path);
    if (!text) {
      result = unreadable;
      continue;
    }
    const auto tree = syntax::parse(*text, syntax::file_kind_of(path));
    const auto formatted =
        syntax::format(tree, format_options(options, configurations.for_file(path), *text));
    if (options.to_stdout) {
      // Printed all the same, with status 0: the reference formats what it does not understand as it stands.
      if (tree.has_errors()) std::fprintf(stderr, "fleetlint: %s: does not parse: what is not understood is printed as it is: see fleetlint parse\n", path.c_str());
      std::fwrite(formatted.data(), 1, formatted.size(), stdout);
    } else if (tree.has_errors()) {
      std::fprintf(stderr, "fleetlint: %s: left as it is, because it does not parse: see fleetlint parse\n", path.c_str());
      result = findings;
    } else if (formatted != *text) {
      if (options.check) {
        std::printf("%s\n", path.c_str());
        if (result == clean) result = findings;
      } else if (syntax::parse(formatted, tree.file_kind).has_errors()) {
        // The style has a gap: decorators in a one-line tuple. Whoever compares with the reference sees it on
        // standard output; a file is never made worse.
        std::fprintf(stderr, "fleetlint: %s: left as it is, because it would not parse when formatted\n",
                     path.c_str());
        result = findings;
      } else if (!write_file(path, formatted)) {
        result = unreadable;
      }
    }
  }
  return result;
}

}  // namespace

Command format_command() {
  return {
      "format", "print Bicep files in the usual style, or rewrite them",
      "  fleetlint format main.bicep --stdout\n  fleetlint format --check $(git ls-files '*.bicep')\n", 600,
      [](CLI::App& app) -> std::function<int()> {
        auto options = std::make_shared<Options>();
        app.add_option("FILE", options->files,
                       "files to format; without --stdout or --check they are rewritten")
            ->required();
        app.add_flag("--stdout", options->to_stdout, "print the formatted text and leave the file as it is");
        app.add_flag("--check", options->check,
                     "only list the files that are not formatted, and exit with 1 if there are any");
        app.add_option("--width", options->width, "characters that a line may have (120)")
            ->check(CLI::Range(0, 100'000));
        app.add_option("--indent-size", options->indent_size, "spaces a level (2)")
            ->check(CLI::Range(0, 1000));
        app.add_option("--indent-kind", options->indent_kind, "space (default) or tab")
            ->transform(one_of({"space", "tab"}, true));
        app.add_option("--newline", options->new_line, "lf (default), crlf, cr, or auto for the file's own")
            ->transform(one_of({"lf", "crlf", "cr", "auto"}, true));
        app.add_option("--config", options->config,
                       "bicepconfig.json to use instead of the nearest one; its section `formatting` counts");
        app.add_flag("--no-final-newline", options->no_final_new_line,
                     "do not end the file with a line break");
        return [options] { return run_format(*options); };
      }};
}

}  // namespace fleetlint::cli
