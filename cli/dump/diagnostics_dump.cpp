#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>

#include "annotated_source.h"
#include "command.h"
#include "compile_options.h"
#include "fleetlint/compiler/artifact.h"
#include "fleetlint/compiler/core_linter.h"
#include "finding_printer.h"
#include "fleetlint/compiler/parameters.h"

namespace fleetlint::cli {
namespace {

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::error: return "Error";
    case Severity::warning: return "Warning";
    default: return "Info";
  }
}

// Paths of files beside the dumped one, without the part that depends on where the folder lies. The placeholder is the one
// of the reference's goldens.
std::string portable(std::string message, const std::string& folder) {
  const auto prefix = folder + "/";
  for (auto at = message.find(prefix); at != std::string::npos; at = message.find(prefix, at)) {
    message.replace(at, prefix.size(), "${TEST_OUTPUT_DIR}/");
  }
  return message;
}

std::string describe(const Finding& finding, std::string_view source, const std::string& folder) {
  const auto span = finding.location.span;
  std::string text = "[" + std::string(finding.code) + " (" + std::string(level(finding.severity)) + ")] " + portable(finding.message, folder);
  const bool linted = finding.code.substr(0, 3) != "BCP" && finding.code.substr(0, 2) != "FL";
  text += linted ? " (bicep core linter https://aka.ms/bicep/linter-diagnostics#" : " (bicep https://aka.ms/bicep/core-diagnostics#";
  text += std::string(finding.code) + ") |";
  text += source.substr(span.begin, span.end - span.begin);
  return escape_control_characters(text + "|");
}

int dump_diagnostics(const std::string& path, const CompileArguments& arguments) {
  const auto options = compile_options(arguments);
  if (!options) return usage;
  SourceSet sources;
  const auto compilation = compiler::compile(sources, {path}, *options);
  const auto entries = compilation->entries();
  const auto* entry = entries.empty() ? nullptr : entries[0];
  if (entry == nullptr) {
    print_findings(sources, compilation->findings());
    return unreadable;
  }
  auto found = entry->findings;
  if (entry->file->kind == compiler::FileKind::parameters) found = compiler::compile_parameters(*compilation, *entry, *options).findings;
  if (entry->model != nullptr) {
    const auto advice = compiler::lint_core(*entry->model);
    found.insert(found.end(), advice.begin(), advice.end());
  }
  // What the file has from one that it extends is told at the place in that file.
  std::vector<Finding> inherited;
  std::ranges::copy_if(entry->findings, std::back_inserter(inherited), [&](const Finding& finding) { return finding.location.source != entry->file->source; });
  std::erase_if(found, [&](const Finding& finding) { return finding.location.source != entry->file->source; });
  const auto size = static_cast<std::uint32_t>(sources[entry->file->source].text().size());
  for (auto& finding : inherited) {
    finding.location = {entry->file->source, {std::min(finding.location.span.begin, size), std::min(finding.location.span.end, size)}};
    found.push_back(finding);
  }
  std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
    const auto& left = a.location.span;
    const auto& right = b.location.span;
    return std::tuple(left.begin, left.end - left.begin, std::string_view(a.message)) < std::tuple(right.begin, right.end - right.begin, std::string_view(b.message));
  });
  const auto source = sources[entry->file->source].text();
  const auto folder = compiler::directory_of(compiler::normalize_path(entry->file->path));
  std::vector<Annotation> annotations;
  for (const auto& finding : found) annotations.push_back({finding.location.span, describe(finding, source, folder)});
  const auto output = annotate_source(source, dump_new_line(path), annotations);
  std::fwrite(output.data(), 1, output.size(), stdout);
  return clean;
}

}  // namespace

Command diagnostics_dump() {
  return {"diagnostics", "what the compiler says about the file", "  fleetlint dump diagnostics main.bicep\n", 40, [](CLI::App& app) -> std::function<int()> {
            auto path = std::make_shared<std::string>();
            app.add_option("FILE", *path, "a .bicep or .bicepparam file")->required();
            const auto arguments = add_compile_options(app);
            return [path, arguments] { return dump_diagnostics(*path, *arguments); };
          }};
}

}  // namespace fleetlint::cli
