// `fleetlint build-params FILE`: the parameter file that a .bicepparam file stands for.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "command.h"
#include "compile_options.h"
#include "finding_printer.h"
#include "fleetlint/compiler/parameters.h"
#include "output_file.h"

namespace fleetlint::cli {
namespace {

struct BuildParamsOptions {
  std::string file;
  std::string output;  ///< --outfile
  bool to_stdout = false;
  std::string format = "parameters";
  std::shared_ptr<CompileArguments> compile;
};

int run_build_params(const BuildParamsOptions& options) {
  const auto compile_with = compile_options(*options.compile);
  if (!compile_with) return usage;
  if (options.to_stdout && !options.output.empty()) {
    std::fprintf(stderr, "fleetlint: of --stdout and --outfile only one can be given\n");
    return usage;
  }
  SourceSet sources;
  const auto compilation = compiler::compile(sources, {options.file}, *compile_with);
  const auto* entry = compilation->entries().front();
  if (entry == nullptr) {
    print_findings(sources, compilation->findings());
    return unreadable;
  }
  if (entry->file->kind != compiler::FileKind::parameters) {
    const bool is_bicep = entry->file->kind == compiler::FileKind::bicep;
    std::fprintf(stderr, "fleetlint: %s: is not a .bicepparam file%s\n", options.file.c_str(), is_bicep ? "; `fleetlint build` compiles it" : "");
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
  const auto path = options.output.empty() ? std::filesystem::path(options.file).replace_extension(".json") : std::filesystem::path(options.output);
  if (write_file(path, text)) {
    if (isatty(STDERR_FILENO) == 1) std::fprintf(stderr, "wrote %s\n", path.string().c_str());
    return clean;
  }
  tell_not_written(path, errno);
  return usage;
}

}  // namespace

Command build_params_command() {
  return {"build-params", "compile a Bicep parameter file to a JSON parameter file",
          "  fleetlint build-params main.bicepparam --stdout\n  fleetlint build-params main.bicepparam --stdout --format reference\n", 110,
          [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<BuildParamsOptions>();
            app.add_option("FILE", options->file, "a .bicepparam file")->required();
            app.add_flag("--stdout", options->to_stdout, "print it");
            app.add_option("--outfile", options->output, "write it to this file (default: beside the .bicepparam file, as .json)");
            app.add_option("--format", options->format, "parameters: the parameter file; reference: the parameter file and its template as texts in one object")
                ->check(one_of({"parameters", "reference"}));
            options->compile = add_compile_options(app);
            return [options] { return run_build_params(*options); };
          }};
}

}  // namespace fleetlint::cli
