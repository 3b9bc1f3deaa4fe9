// `fleetlint build FILE…`: ARM templates from Bicep; normalized templates from ARM JSON.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "command.h"
#include "compile_options.h"
#include "finding_printer.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/artifact.h"
#include "fleetlint/compiler/source_map.h"
#include "fleetlint/template/writer.h"
#include "fleetlint/workspace/discovery.h"
#include "fleetlint/workspace/secrets.h"
#include "output_file.h"

namespace fleetlint::cli {
namespace {

struct BuildOptions {
  std::vector<std::string> files;
  bool to_stdout = false;
  std::string folder;  ///< --outdir
  std::string file;    ///< --outfile
  std::string source_map;
  std::shared_ptr<CompileArguments> compile;
};

/// Where the template of `file` goes below the output folder: its path relative to the working directory, as `.json`.
std::filesystem::path output_path(const std::string& folder, const std::string& file) {
  std::error_code error;
  auto relative = std::filesystem::path(file);
  if (relative.is_absolute()) {
    const auto from_here = relative.lexically_normal().lexically_relative(std::filesystem::current_path(error));
    if (!error && !from_here.empty()) relative = from_here;
  }
  std::filesystem::path safe;
  for (const auto& part : relative.lexically_normal()) {
    if (part != "..") safe /= part;
  }
  return (std::filesystem::path(folder) / safe).replace_extension(".json");
}

/// The text of a compiled file: what the compiler wrote stays as it is, ARM JSON is put into the usual order.
std::string template_text(const compiler::CompiledFile& file) {
  if (file.model) return arm::write_json(file.template_ir->root);
  Arena arena;
  return arm::write_json(arm::normalize(file.template_ir->root, arena));
}

/// Puts each template where it belongs, on whatever thread it was made.
class Output {
 public:
  explicit Output(const BuildOptions& options) : options_(options), states_(options.files.size(), State::none), errors_(options.files.size()) {
    for (std::size_t i = 0; i < options.files.size(); ++i) positions_[compiler::normalize_path(options.files[i])].push_back(i);
  }

  void take(const compiler::SourceFile& file, std::string_view text) {
    const auto found = positions_.find(file.path);
    if (found == positions_.end()) return;
    for (const auto i : found->second) take(i, text);
  }

  void take(std::size_t i, std::string_view text) {
    if (options_.to_stdout) {
      printed_ = text;
      states_[i] = State::written;
    } else {
      states_[i] = write_file(path_of(i), text) ? State::written : State::failed;
      if (states_[i] == State::failed) errors_[i] = errno;
    }
  }

  std::filesystem::path path_of(std::size_t i) const {
    if (!options_.file.empty()) return options_.file;
    if (options_.folder.empty()) return std::filesystem::path(options_.files[i]).replace_extension(".json");
    return output_path(options_.folder, options_.files[i]);
  }

  bool made(std::size_t i) const { return states_[i] != State::none; }
  bool failed(std::size_t i) const { return states_[i] == State::failed; }
  /// Why (errno).
  int error(std::size_t i) const { return errors_[i]; }
  const std::string& printed() const { return printed_; }

 private:
  enum class State : std::uint8_t { none, written, failed };
  const BuildOptions& options_;
  std::unordered_map<std::string, std::vector<std::size_t>> positions_;
  std::vector<State> states_;  // each is set by one thread
  std::vector<int> errors_;
  std::string printed_;
};

/// Somebody who watches wants to know where the templates are; scripts get no word more than before.
void tell_written(const BuildOptions& options, const Output& output) {
  if (isatty(STDERR_FILENO) != 1) return;
  std::size_t count = 0, last = 0;
  for (std::size_t i = 0; i < options.files.size(); ++i)
    if (output.made(i) && !output.failed(i)) ++count, last = i;
  if (count == 1) std::fprintf(stderr, "wrote %s\n", output.path_of(last).string().c_str());
  else if (count > 1) std::fprintf(stderr, "wrote %zu templates%s\n", count, options.folder.empty() ? " beside their sources" : (" below " + options.folder).c_str());
}

/// What does not fit together in where the results should go; empty when all does.
std::string wrong_outputs(const BuildOptions& options) {
  if (options.to_stdout + !options.folder.empty() + !options.file.empty() > 1) return "of --stdout, --outdir and --outfile only one can be given";
  if (options.files.size() == 1) return {};
  if (options.to_stdout) return "--stdout takes one file";
  if (!options.file.empty()) return "--outfile takes one file; --outdir takes many";
  if (!options.source_map.empty()) return "--source-map takes one file";
  return {};
}

/// What is wrong with a file that cannot be compiled because of what it is; empty for all others.
std::string wrong_kind(const std::string& file) {
  std::error_code error;
  const auto ending = to_lower_ascii(std::filesystem::path(file).extension().string());
  for (const auto* known : {".bicep", ".bicepparam", ".json", ".jsonc", ".arm"})
    if (ending == known) return {};
  return std::filesystem::is_regular_file(file, error) ? "is neither a .bicep file nor a .json template" : std::string();
}

/// In the place of folders, the Bicep files in them that no other one there uses as a module. False, after telling, for
/// folders with none or that cannot be read.
bool open_folders(std::vector<std::string>& files, const compiler::CompileOptions& options) {
  bool good = true;
  std::vector<std::string> opened;
  for (auto& file : files) {
    std::error_code error;
    if (!std::filesystem::is_directory(file, error)) {
      opened.push_back(std::move(file));
      continue;
    }
    const auto found = workspace::discover({file}, options.graph.limits, options.graph.threads);
    const auto before = opened.size();
    for (const auto& input : found.templates)
      if (input.is_entry && input.kind == workspace::InputKind::bicep) opened.push_back(input.path);
    for (const auto& failure : found.unreadable) std::fprintf(stderr, "fleetlint: %s: %s\n", redact_secrets(failure.path).c_str(), failure.message.c_str());
    if (opened.size() == before && found.unreadable.empty()) std::fprintf(stderr, "fleetlint: %s: no Bicep files below this folder\n", redact_secrets(file).c_str());
    good = good && opened.size() > before && found.unreadable.empty();
  }
  files = std::move(opened);
  return good;
}

int run_build(BuildOptions options) {
  auto compile_with = compile_options(*options.compile);
  if (!compile_with) return usage;
  int result = open_folders(options.files, *compile_with) ? clean : unreadable;
  if (options.files.empty()) return result;
  if (const auto wrong = wrong_outputs(options); !wrong.empty()) {
    std::fprintf(stderr, "fleetlint: %s\n", wrong.c_str());
    return usage;
  }
  std::erase_if(options.files, [&](const std::string& file) {
    const auto wrong = wrong_kind(file);
    if (wrong.empty()) return false;
    std::fprintf(stderr, "fleetlint: %s: %s\n", redact_secrets(file).c_str(), wrong.c_str());
    result = unreadable;
    return true;
  });
  if (options.files.empty()) return result;
  Output output(options);
  if (!options.to_stdout) {
    // Of an ARM template, `FILE.json` itself: its comments and layout would be gone.
    for (std::size_t i = 0; i < options.files.size(); ++i) {
      std::error_code error;
      if (!std::filesystem::equivalent(output.path_of(i), options.files[i], error) || error) continue;
      std::fprintf(stderr, "fleetlint: %s: would be overwritten by its own template: give --stdout, or another folder with --outdir\n", options.files[i].c_str());
      return usage;
    }
  }
  // A source map needs the nodes of the template, everything else only its text.
  if (options.source_map.empty())
    compile_with->take_text = [&](const compiler::SourceFile& file, std::string_view text) { output.take(file, text); };
  SourceSet sources;
  const auto compilation = compiler::compile(sources, options.files, *compile_with);
  const auto errors = errors_among(compilation->findings());  // each finding once, however many of the files lead to it
  if (!errors.empty()) {
    // Of hundreds of files a few have errors: what those may show stands in them and in what they name.
    print_findings(sources, errors, workspace::find_secrets(sources, compilation->sources_behind(errors), compile_with->graph.threads));
  }
  const auto entries = compilation->entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto* entry = entries[i];
    if (!entry) {
      result = unreadable;
      continue;
    }
    if (entry->template_ir && !entry->has_errors) {
      if (!write_file(options.source_map, compiler::source_map_json(sources, *entry->template_ir))) {
        tell_not_written(options.source_map, errno);
        return usage;
      }
      output.take(i, template_text(*entry));
    }
    if (!output.made(i)) {
      if (entry->file != nullptr && entry->file->kind == compiler::FileKind::parameters)
        std::fprintf(stderr, "%s: is a parameter file; `fleetlint build-params` compiles it\n", options.files[i].c_str());
      else if (!options.to_stdout) std::fprintf(stderr, "%s: not built because of errors\n", options.files[i].c_str());
      if (result == clean) result = findings;
    } else if (output.failed(i)) {
      tell_not_written(output.path_of(i), output.error(i));
      result = std::max<int>(result, usage);
    }
  }
  std::fwrite(output.printed().data(), 1, output.printed().size(), stdout);
  if (isatty(STDOUT_FILENO) == 1 && !output.printed().empty()) std::fputc('\n', stdout);  // to files and pipes exactly the template
  if (!options.to_stdout) tell_written(options, output);
  return result;
}

}  // namespace

Command build_command() {
  return {"build", "compile Bicep to ARM templates, or put ARM JSON into its usual form",
          "  fleetlint build main.bicep --stdout\n  fleetlint build $(git ls-files '*.bicep') --outdir out -j 8\n  fleetlint build infra --outdir out\n", 100,
          [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<BuildOptions>();
            app.add_option("FILE", options->files, "Bicep files or ARM templates; of a folder, every Bicep file in it that is no module of another")->required();
            app.add_flag("--stdout", options->to_stdout, "print the template");
            app.add_option("--outdir", options->folder, "write each template below this folder");
            app.add_option("--outfile", options->file, "write the template to this file");
            app.add_option("--source-map", options->source_map, "write which line of the template came from which line of Bicep");
            options->compile = add_compile_options(app);
            app.add_option("-j,--jobs", options->compile->threads, "threads (default: one for each core)");
            return [options] { return run_build(*options); };
          }};
}

}  // namespace fleetlint::cli
