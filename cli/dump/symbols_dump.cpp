#include <cstdio>
#include <memory>

#include "annotated_source.h"
#include "command.h"
#include "compile_options.h"
#include "finding_printer.h"
#include "fleetlint/compiler/parameters.h"
#include "fleetlint/compiler/symbol_list.h"
#include "phase_input.h"

namespace fleetlint::cli {
namespace {

int dump_symbols(const std::string& path, const CompileArguments& arguments) {
  if (refuse_json(path, "symbols")) return usage;
  const auto options = compile_options(arguments);
  if (!options) return usage;
  SourceSet sources;
  const auto compilation = compiler::compile(sources, {path}, *options);
  const auto entries = compilation->entries();
  const auto* entry = entries.empty() ? nullptr : entries[0];
  if (entry == nullptr || entry->model == nullptr) {
    print_findings(sources, compilation->findings());
    return entry != nullptr ? findings : unreadable;
  }
  std::vector<Annotation> annotations;
  const auto chain = compiler::extended_models(*entry->model, [&](const compiler::SourceFile& file) { return compilation->compiled(file).model; });
  for (auto& line : compiler::describe_symbols(chain)) annotations.push_back({line.span, escape_control_characters(line.text)});
  const auto output = annotate_source(sources[entry->file->source].text(), dump_new_line(path), annotations);
  std::fwrite(output.data(), 1, output.size(), stdout);
  return clean;
}

}  // namespace

Command symbols_dump() {
  return {"symbols", "what the file declares, with types", "  fleetlint dump symbols main.bicep\n", 30, [](CLI::App& app) -> std::function<int()> {
            auto path = std::make_shared<std::string>();
            app.add_option("FILE", *path, "a .bicep or .bicepparam file")->required();
            const auto arguments = add_compile_options(app);
            return [path, arguments] { return dump_symbols(*path, *arguments); };
          }};
}

}  // namespace fleetlint::cli
