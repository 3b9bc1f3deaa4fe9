#include <cstdio>
#include <memory>

#include "annotated_source.h"
#include "command.h"
#include "compile_options.h"
#include "finding_printer.h"
#include "fleetlint/compiler/ir.h"
#include "phase_input.h"

namespace fleetlint::cli {
namespace {

int dump_ir(const std::string& path, const CompileArguments& arguments) {
  if (refuse_json(path, "ir")) return usage;
  const auto options = compile_options(arguments);
  if (!options) return usage;
  SourceSet sources;
  const auto compilation = compiler::compile(sources, {path}, *options);
  const auto entries = compilation->entries();
  const auto* entry = entries.empty() ? nullptr : entries[0];
  if (!entry || !entry->model || entry->has_errors) {
    print_errors(sources, compilation->findings());
    return entry ? findings : unreadable;
  }
  std::vector<Annotation> annotations;
  for (auto& line : compiler::describe_ir(*entry->model)) annotations.push_back({line.span, escape_control_characters(line.text)});
  const auto output = annotate_source(sources[entry->file->source].text(), dump_new_line(path), annotations);
  std::fwrite(output.data(), 1, output.size(), stdout);
  return clean;
}

}  // namespace

Command ir_dump() {
  return {"ir", "the intermediate form that templates are made from", "  fleetlint dump ir main.bicep\n", 50, [](CLI::App& app) -> std::function<int()> {
            auto path = std::make_shared<std::string>();
            app.add_option("FILE", *path, "a .bicep file")->required();
            const auto arguments = add_compile_options(app);
            return [path, arguments] { return dump_ir(*path, *arguments); };
          }};
}

}  // namespace fleetlint::cli
