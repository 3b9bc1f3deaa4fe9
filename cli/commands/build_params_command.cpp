// `fleetlint build-params FILE`: the parameter file that a .bicepparam file stands for.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "command.h"
#include "compile_options.h"
#include "finding_printer.h"
#include "fleetlint/compiler/parameters.h"

namespace fleetlint::cli {
namespace {

struct BuildParamsOptions {
  std::string file;
  bool to_stdout = false;
  std::string format = "parameters";
  std::shared_ptr<CompileArguments> compile;
};

int run_build_params(const BuildParamsOptions& options) {
  const auto compile_with = compile_options(*options.compile);
  if (!compile_with) return usage;
  SourceSet sources;
  const auto compilation = compiler::compile(sources, {options.file}, *compile_with);
  const auto* entry = compilation->entries().front();
  if (entry == nullptr) {
    print_findings(sources, compilation->findings());
    return unreadable;
  }
  if (entry->file->kind != compiler::FileKind::parameters) {
    std::fprintf(stderr, "fleetlint: %s is not a .bicepparam file\n", options.file.c_str());
    return usage;
  }
  const auto parameters = compiler::compile_parameters(*compilation, *entry, *compile_with);
  print_errors(sources, parameters.findings);
  if (parameters.has_errors) return findings;
  const auto text = options.format == "reference" ? compiler::parameters_reference(parameters) : compiler::parameters_text(parameters);
  if (options.to_stdout) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return clean;
  }
  const auto path = std::filesystem::path(options.file).replace_extension(".json");
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (out) return clean;
  std::fprintf(stderr, "fleetlint: cannot write %s\n", path.string().c_str());
  return internal_error;
}

}  // namespace

Command build_params_command() {
  return {"build-params", "compile a Bicep parameter file to a JSON parameter file",
          "  fleetlint build-params main.bicepparam --stdout\n  fleetlint build-params main.bicepparam --stdout --format reference\n", 110,
          [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<BuildParamsOptions>();
            app.add_option("FILE", options->file, "a .bicepparam file")->required();
            app.add_flag("--stdout", options->to_stdout, "print it");
            app.add_option("--format", options->format, "parameters: the parameter file; reference: the parameter file and its template as texts in one object")
                ->check(one_of({"parameters", "reference"}));
            options->compile = add_compile_options(app);
            return [options] { return run_build_params(*options); };
          }};
}

}  // namespace fleetlint::cli
