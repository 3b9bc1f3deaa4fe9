#include <cstdio>
#include <map>
#include <memory>
#include <set>

#include "annotated_source.h"
#include "command.h"
#include "compile_options.h"
#include "finding_printer.h"
#include "fleetlint/compiler/source_map.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::cli {
namespace {

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (auto at = text.find(separator); at != std::string_view::npos; at = text.find(separator, begin)) {
    lines.push_back(text.substr(begin, at - begin));
    begin = at + separator.size();
  }
  lines.push_back(text.substr(begin));
  return lines;
}

int dump_source_map(const std::string& path, const CompileArguments& arguments) {
  auto options = compile_options(arguments);
  if (!options) return usage;
  if (arguments.generator.empty()) {
    // Nested templates show their generator; the reference's samples are made with this one.
    options->generator_name = "bicep";
    options->generator_version = "dev";
  }
  SourceSet sources;
  const auto compilation = compiler::compile(sources, {path}, *options);
  const auto entries = compilation->entries();
  const auto* entry = entries.empty() ? nullptr : entries[0];
  if (entry && entry->file->kind == compiler::FileKind::parameters && !entry->has_errors) {
    std::fprintf(stderr, "fleetlint: %s: is a parameter file: no template is made from its lines\n", redact_secrets(path).c_str());
    return usage;
  }
  if (!entry || !entry->template_ir || entry->has_errors) {
    print_errors(sources, compilation->findings());
    return entry ? findings : unreadable;
  }
  const auto text = arm::write_json(entry->template_ir->root);
  const auto json_lines = split(text, "\n");
  const auto& source = sources[entry->file->source];
  std::map<std::uint32_t, std::set<std::uint32_t>> targets;
  for (const auto& mapped : compiler::map_lines(*entry->template_ir)) {
    if (mapped.source.source != entry->file->source) continue;
    targets[source.line_column(mapped.source.span.begin).line - 1].insert(mapped.target_line);
  }
  const auto new_line = dump_new_line(path);
  std::string output;
  const auto all = source.text();
  const auto written_text = all.substr(all.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  if (targets.empty()) output = written_text;  // as it is, the end of its last line included
  std::uint32_t line = 0;
  for (const auto written : split(targets.empty() ? std::string_view() : written_text, new_line)) {
    if (targets.empty()) break;
    output.append(written).append(new_line);
    for (const auto target : targets[line]) output.append("//@").append(json_lines[target]).append(new_line);
    ++line;
  }
  std::fwrite(output.data(), 1, output.size(), stdout);
  return clean;
}

}  // namespace

Command sourcemap_dump() {
  return {"sourcemap", "the lines of the template below the lines of Bicep they were made from", "  fleetlint dump sourcemap main.bicep\n", 60,
          [](CLI::App& app) -> std::function<int()> {
            auto path = std::make_shared<std::string>();
            app.add_option("FILE", *path, "a .bicep file")->required();
            const auto arguments = add_compile_options(app);
            return [path, arguments] { return dump_source_map(*path, *arguments); };
          }};
}

}  // namespace fleetlint::cli
