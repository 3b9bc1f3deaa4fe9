// `fleetlint parse FILE…`: does it parse, and if not, where not. Bicep, parameter files and ARM JSON.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "command.h"
#include "finding_printer.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/base/text_encoding.h"
#include "fleetlint/grammar/parse.h"
#include "fleetlint/template/reader.h"
#include "input_file.h"

namespace fleetlint::cli {
namespace {

struct ParseOptions {
  std::vector<std::string> files;
  bool roundtrip = false;
};

bool is_json(const std::string& path) {
  return path.ends_with(".json") || path.ends_with(".jsonc") || path.ends_with(".arm");
}

/// Only templates have expressions in their strings; any other JSON may hold brackets as it likes.
arm::ExpressionMode expression_mode(std::string_view text) {
  constexpr std::string_view schema = "deploymenttemplate.json";
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  const auto found = std::search(text.begin(), text.end(), schema.begin(), schema.end(), same);
  return found == text.end() ? arm::ExpressionMode::literal : arm::ExpressionMode::expressions;
}

/// What is wrong with the file, and its text as the tree holds it.
struct Parsed {
  std::vector<Finding> findings;
  std::string text;
};

Parsed parse_file(const SourceSet& sources, SourceId id) {
  const auto& source = sources[id];
  if (is_json(source.path()))
    return {arm::read_json(sources, id, expression_mode(source.text()), Limits{})->findings,
            std::string(source.text())};
  const auto tree = syntax::parse(source.text(), syntax::file_kind_of(source.path()));
  return {syntax::syntax_findings(tree, id), syntax::print_source(tree)};
}

/// The text in the encoding of the file that it came from.
std::string as_it_was(const std::string& text, const ByteOrderMark* mark) {
  if (mark == nullptr || mark->encoding == MarkedEncoding::utf_8) return text;  // UTF-8 keeps its mark
  return std::string(mark->bytes) + utf16_from_utf8(text, mark->encoding == MarkedEncoding::utf_16_be);
}

int run_parse(const ParseOptions& options) {
  int result = clean;
  for (const auto& path : options.files) {
    auto bytes = read_input_bytes(path);
    if (!bytes) {
      result = unreadable;
      continue;
    }
    const auto* mark = byte_order_mark(*bytes);
    SourceSet sources;
    const auto parsed = parse_file(sources, sources.add(path, std::move(*bytes)));
    print_findings(sources, parsed.findings);
    const bool failed = std::any_of(parsed.findings.begin(), parsed.findings.end(), [](const Finding& finding) { return finding.severity == Severity::error; });
    if (failed && result == clean) result = findings;
    if (options.roundtrip) {
      const auto printed = as_it_was(parsed.text, mark);
      std::fwrite(printed.data(), 1, printed.size(), stdout);
    }
  }
  return result;
}

}  // namespace

Command parse_command() {
  return {"parse", "say whether Bicep and ARM JSON files parse, and where they do not",
          "  fleetlint parse main.bicep main.bicepparam\n  fleetlint parse --roundtrip main.bicep | diff - "
          "main.bicep\n",
          700, [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<ParseOptions>();
            app.add_option("FILE", options->files, "files to parse")->required();
            app.add_flag("--roundtrip", options->roundtrip,
                         "print each file back from its tree, byte for byte");
            return [options] { return run_parse(*options); };
          }};
}

}  // namespace fleetlint::cli
