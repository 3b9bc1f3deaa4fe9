#include <cstdio>
#include <memory>

#include "annotated_source.h"
#include "command.h"
#include "fleetlint/grammar/parse.h"
#include "input_file.h"
#include "phase_input.h"

namespace fleetlint::cli {
namespace {

using syntax::Node;

struct Dump {
  const syntax::SyntaxTree& tree;
  std::vector<Annotation> annotations;

  void add_token(std::uint32_t token, const std::string& lines) {
    const auto& tokens = tree.tokens;
    std::string item = lines + "Token(";
    item += syntax::reference_name(tokens.kind(token));
    item += ") |" + escape_control_characters(tokens.text_of(token)) + "|";
    annotations.push_back({tokens.span(token), std::move(item)});
  }

  /// `lines` is what stands in front of the node's children. Bounded by the parser's nesting limit but for
  /// chains of operators and members, which are as deep as they are long: hence a stack and no recursion.
  void add_all() {
    struct Open {
      syntax::Elements::iterator next;
      std::string lines;
    };
    std::vector<Open> open;
    const auto enter = [&](Node node, const std::string& front, std::string below) {
      annotations.push_back({node.span(), front + std::string(to_string(node.kind())) + "Syntax"});
      open.push_back({node.elements().begin(), std::move(below)});
    };
    enter(tree.root(), "", "");
    while (!open.empty()) {
      auto& top = open.back();
      if (top.next == syntax::Elements::sentinel{}) {
        open.pop_back();
        continue;
      }
      const auto element = *top.next;
      ++top.next;
      const bool last = top.next == syntax::Elements::sentinel{};
      const auto front = top.lines + (last ? "└─" : "├─");
      if (element.node)
        enter(element.node, front, top.lines + (last ? "  " : "| "));
      else
        add_token(element.token, front);
    }
  }
};

int dump_syntax(const std::string& path) {
  if (refuse_json(path, "syntax")) return usage;
  const auto text = read_input(path);
  if (!text) return unreadable;
  const auto tree = syntax::parse(*text, syntax::file_kind_of(path));
  Dump dump{tree, {}};
  dump.add_all();
  const auto output = annotate_source(*text, dump_new_line(path), dump.annotations);
  std::fwrite(output.data(), 1, output.size(), stdout);
  return clean;
}

}  // namespace

Command syntax_dump() {
  return {"syntax", "the tree of the parser, every token in it", "  fleetlint dump syntax main.bicep\n", 20,
          [](CLI::App& app) -> std::function<int()> {
            auto path = std::make_shared<std::string>();
            app.add_option("FILE", *path, "a .bicep or .bicepparam file")->required();
            return [path] { return dump_syntax(*path); };
          }};
}

}  // namespace fleetlint::cli
