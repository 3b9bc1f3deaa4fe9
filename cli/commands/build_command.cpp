// `fleetlint build FILE…`: ARM templates from Bicep; normalized templates from ARM JSON.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "command.h"
#include "compile_options.h"
#include "fleetlint/compiler/source_map.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::cli {
namespace {

struct BuildOptions {
  std::vector<std::string> files;
  bool to_stdout = false;
  std::string folder;
  std::string source_map;
  std::shared_ptr<CompileArguments> compile;
};

/// The text of a compiled file: what the compiler wrote stays as it is, ARM JSON is put into the usual order.
std::string template_text(const compiler::CompiledFile& file) {
  if (file.model) return arm::write_json(file.template_ir->root);
  Arena arena;
  return arm::write_json(arm::normalize(file.template_ir->root, arena));
}

bool write_file(const std::filesystem::path& path, const std::string& text) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (out) return true;
  std::fprintf(stderr, "fleetlint: cannot write %s\n", path.string().c_str());
  return false;
}

/// Where the template of `file` goes below the output folder: its path relative to the working directory, as `.json`.
std::filesystem::path output_path(const std::string& folder, const std::string& file) {
  std::error_code error;
  auto relative = std::filesystem::path(file);
  if (relative.is_absolute()) {
    const auto from_here = std::filesystem::relative(relative, error);
    if (!error && !from_here.empty()) relative = from_here;
  }
  std::filesystem::path safe;
  for (const auto& part : relative.lexically_normal()) {
    if (part != "..") safe /= part;
  }
  return (std::filesystem::path(folder) / safe).replace_extension(".json");
}

int run_build(const BuildOptions& options) {
  auto compile_with = compile_options(*options.compile);
  if (!compile_with) return usage;
  if (options.to_stdout && options.files.size() > 1) {
    std::fprintf(stderr, "fleetlint: --stdout takes one file\n");
    return usage;
  }
  SourceSet sources;
  const auto compilation = compiler::compile(sources, options.files, *compile_with);
  int result = clean;
  // Each finding once, however many of the files lead to it.
  for (const auto& finding : compilation->findings()) {
    if (finding.severity == Severity::error) std::fprintf(stderr, "%s\n", finding_line(sources, finding).c_str());
  }
  const auto entries = compilation->entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto* entry = entries[i];
    if (!entry) {
      result = unreadable;
      continue;
    }
    if (!entry->template_ir || entry->has_errors) {
      if (entry->file != nullptr && entry->file->kind == compiler::FileKind::parameters)
        std::fprintf(stderr, "%s: is a parameter file; `fleetlint build-params` compiles it\n", options.files[i].c_str());
      else if (!options.to_stdout) std::fprintf(stderr, "%s: not built because of errors\n", options.files[i].c_str());
      if (result == clean) result = findings;
      continue;
    }
    const auto text = template_text(*entry);
    if (!options.source_map.empty() && !write_file(options.source_map, compiler::source_map_json(sources, *entry->template_ir))) return internal_error;
    if (options.to_stdout) {
      std::fwrite(text.data(), 1, text.size(), stdout);
    } else if (!options.folder.empty()) {
      if (!write_file(output_path(options.folder, options.files[i]), text)) return internal_error;
    } else if (!write_file(std::filesystem::path(options.files[i]).replace_extension(".json"), text)) {
      return internal_error;
    }
  }
  return result;
}

}  // namespace

Command build_command() {
  return {"build", "compile Bicep to ARM templates, or put ARM JSON into its usual form",
          "  fleetlint build main.bicep --stdout\n  fleetlint build $(git ls-files '*.bicep') --outdir out -j 8\n", 100,
          [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<BuildOptions>();
            app.add_option("FILE", options->files, "Bicep files or ARM templates")->required();
            app.add_flag("--stdout", options->to_stdout, "print the template");
            app.add_option("--outdir", options->folder, "write each template below this folder");
            app.add_option("--source-map", options->source_map, "write which line of the template came from which line of Bicep");
            options->compile = add_compile_options(app);
            app.add_option("-j,--jobs", options->compile->threads, "threads (default: one for each core)");
            return [options] { return run_build(*options); };
          }};
}

}  // namespace fleetlint::cli
