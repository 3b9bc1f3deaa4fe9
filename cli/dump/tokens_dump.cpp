#include <cstdio>
#include <memory>

#include "annotated_source.h"
#include "command.h"
#include "fleetlint/grammar/parse.h"
#include "input_file.h"
#include "phase_input.h"

namespace fleetlint::cli {
namespace {

int dump_tokens(const std::string& path) {
  if (refuse_json(path, "tokens")) return usage;
  const auto text = read_input(path);
  if (!text) return unreadable;
  std::vector<syntax::SyntaxError> errors;
  const auto tokens = syntax::lex(*text, errors);
  std::vector<Annotation> annotations;
  for (std::uint32_t token = 0; token < tokens.size(); ++token) {
    std::string item(syntax::reference_name(tokens.kind(token)));
    item += " |" + escape_control_characters(tokens.text_of(token)) + "|";
    annotations.push_back({tokens.span(token), std::move(item)});
  }
  const auto dump = annotate_source(*text, dump_new_line(path), annotations);
  std::fwrite(dump.data(), 1, dump.size(), stdout);
  return clean;
}

}  // namespace

Command tokens_dump() {
  return {"tokens", "what the lexer makes of the text", "  fleetlint dump tokens main.bicep\n", 10,
          [](CLI::App& app) -> std::function<int()> {
            auto path = std::make_shared<std::string>();
            app.add_option("FILE", *path, "a .bicep or .bicepparam file")->required();
            return [path] { return dump_tokens(*path); };
          }};
}

}  // namespace fleetlint::cli
