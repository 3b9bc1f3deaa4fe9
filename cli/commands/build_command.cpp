// `fleetlint build FILE…`: ARM templates from Bicep; normalized templates from ARM JSON.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "command.h"
#include "compile_options.h"
#include "fleetlint/compiler/artifact.h"
#include "finding_printer.h"
#include "fleetlint/compiler/source_map.h"
#include "fleetlint/template/writer.h"
#include "fleetlint/workspace/secrets.h"

namespace fleetlint::cli {
namespace {

struct BuildOptions {
  std::vector<std::string> files;
  bool to_stdout = false;
  std::string folder;
  std::string source_map;
  std::shared_ptr<CompileArguments> compile;
};

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Replaces the content of a file, making the folders it is in.
bool write_file(const std::filesystem::path& path, std::string_view text) {
  // Cut after writing: a file that is emptied first is written to the disk at once by some file systems.
  constexpr int flags = O_WRONLY | O_CREAT | O_CLOEXEC;
  int file = ::open(path.c_str(), flags, 0666);
  if (file < 0 && errno == ENOENT && path.has_parent_path()) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    file = ::open(path.c_str(), flags, 0666);
  }
  if (file < 0) return false;
  bool good = write_all(file, text);
  good = (::ftruncate(file, static_cast<off_t>(text.size())) == 0 || errno == EINVAL) && good;  // EINVAL: a device
  return ::close(file) == 0 && good;
}

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
  explicit Output(const BuildOptions& options) : options_(options), states_(options.files.size(), State::none) {
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
    }
  }

  std::filesystem::path path_of(std::size_t i) const {
    if (options_.folder.empty()) return std::filesystem::path(options_.files[i]).replace_extension(".json");
    return output_path(options_.folder, options_.files[i]);
  }

  bool made(std::size_t i) const { return states_[i] != State::none; }
  bool failed(std::size_t i) const { return states_[i] == State::failed; }
  const std::string& printed() const { return printed_; }

 private:
  enum class State : std::uint8_t { none, written, failed };
  const BuildOptions& options_;
  std::unordered_map<std::string, std::vector<std::size_t>> positions_;
  std::vector<State> states_;  // each is set by one thread
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

int run_build(const BuildOptions& options) {
  auto compile_with = compile_options(*options.compile);
  if (!compile_with) return usage;
  if (options.to_stdout && options.files.size() > 1) {
    std::fprintf(stderr, "fleetlint: --stdout takes one file\n");
    return usage;
  }
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
  int result = clean;
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
        std::fprintf(stderr, "fleetlint: cannot write %s\n", options.source_map.c_str());
        return internal_error;
      }
      output.take(i, template_text(*entry));
    }
    if (!output.made(i)) {
      if (entry->file != nullptr && entry->file->kind == compiler::FileKind::parameters)
        std::fprintf(stderr, "%s: is a parameter file; `fleetlint build-params` compiles it\n", options.files[i].c_str());
      else if (!options.to_stdout) std::fprintf(stderr, "%s: not built because of errors\n", options.files[i].c_str());
      if (result == clean) result = findings;
    } else if (output.failed(i)) {
      std::fprintf(stderr, "fleetlint: cannot write %s\n", output.path_of(i).string().c_str());
      return internal_error;
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
