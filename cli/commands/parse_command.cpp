// `fleetlint parse FILE…`: does it parse, and if not, where not.
#include <cstdio>
#include <memory>

#include "command.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/grammar/parse.h"
#include "input_file.h"

namespace fleetlint::cli {
namespace {

struct ParseOptions {
  std::vector<std::string> files;
  bool roundtrip = false;
};

void print_errors(const Source& source, const std::vector<syntax::SyntaxError>& errors) {
  for (const auto& error : errors) {
    const auto place = source.line_column(error.span.begin);
    std::fprintf(stderr, "%s:%u:%u: error %.*s: %s\n", source.path().c_str(), place.line, place.column,
                 static_cast<int>(error.code().size()), error.code().data(), redact_secrets(error.message()).c_str());
  }
}

int run_parse(const ParseOptions& options) {
  int result = clean;
  for (const auto& path : options.files) {
    auto text = read_input(path);
    if (!text) {
      result = unreadable;
      continue;
    }
    const Source source(path, std::move(*text));
    const auto tree = syntax::parse(source.text(), syntax::file_kind_of(path));
    print_errors(source, tree.errors);
    if (tree.has_errors() && result == clean) result = findings;
    if (options.roundtrip) {
      const auto printed = syntax::print_source(tree);
      std::fwrite(printed.data(), 1, printed.size(), stdout);
    }
  }
  return result;
}

}  // namespace

Command parse_command() {
  return {"parse", "say whether Bicep files parse, and where they do not",
          "  fleetlint parse main.bicep main.bicepparam\n  fleetlint parse --roundtrip main.bicep | diff - main.bicep\n", 700,
          [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<ParseOptions>();
            app.add_option("FILE", options->files, "files to parse")->required();
            app.add_flag("--roundtrip", options->roundtrip, "print each file back from its tree, byte for byte");
            return [options] { return run_parse(*options); };
          }};
}

}  // namespace fleetlint::cli
