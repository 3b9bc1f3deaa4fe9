// `fleetlint diagnostics FILE`: what the compiler says about one file, for programs and people.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <iterator>
#include <memory>
#include <tuple>

#include "command.h"
#include "compile_options.h"
#include "finding_printer.h"
#include "fleetlint/compiler/core_linter.h"
#include "fleetlint/compiler/parameters.h"
#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/fleet/dates.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/workspace/secrets.h"
#include "input_file.h"

namespace fleetlint::cli {
namespace {

struct DiagnosticsOptions {
  std::string file, format = "text", now;
  std::shared_ptr<CompileArguments> compile;
};

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    default: return "info";
  }
}

/// What makes JSON no template: parts that every template has. Of parameter files nothing is asked.
void add_missing_parts(const SourceSet& sources, const std::shared_ptr<const arm::TemplateIr>& document, std::vector<Finding>& found) {
  const auto& root = document->root;
  if (!root.is_object()) {
    Finding finding;
    finding.code = "FL0108";
    finding.message = "a template must be a JSON object";
    finding.location = root.location;
    found.push_back(std::move(finding));
    return;
  }
  const auto* schema = root.find("$schema");
  if (schema != nullptr && schema->is_string() && schema->text.find("Parameters.json") != std::string_view::npos) return;
  eval::EvaluationInput input;
  input.sources = &sources;
  input.template_ir = document;
  const auto evaluated = eval::evaluate(std::move(input));
  for (const auto& finding : evaluated->findings)
    if (finding.severity == Severity::error && finding.location.source == root.location.source && finding.location.span.begin == root.location.span.begin) found.push_back(finding);
}

/// Days since 1970-01-01.
std::int64_t today(const DiagnosticsOptions& options) {
  constexpr std::int64_t seconds_of_day = 24 * 60 * 60;
  const auto now = options.now.empty() ? std::optional<fleet::Instant>() : fleet::parse_instant(options.now);
  return static_cast<std::int64_t>(now.value_or(static_cast<fleet::Instant>(std::time(nullptr)))) / seconds_of_day;
}

/// The findings of the file itself, not of its modules, with the advice of the compiler's linter, in the order of places. `exit_code` is set when it cannot be read.
std::vector<Finding> findings_of(const DiagnosticsOptions& options, SourceSet& sources, int& exit_code) {
  const auto compile_with = compile_options(*options.compile);
  if (!compile_with) {
    exit_code = usage;
    return {};
  }
  std::vector<Finding> found, inherited;
  SourceId source;
  if (options.file.ends_with(".bicep") || options.file.ends_with(".bicepparam")) {
    const auto compilation = compiler::compile(sources, {options.file}, *compile_with);
    const auto entries = compilation->entries();
    const auto* entry = entries.empty() ? nullptr : entries[0];
    if (entry == nullptr) {
      print_findings(sources, compilation->findings());
      exit_code = unreadable;
      return {};
    }
    source = entry->file->source;
    found = entry->findings;
    // Of what a parameter file has from one that it extends: told at the place in that file.
    std::ranges::copy_if(found, std::back_inserter(inherited), [&](const Finding& finding) { return finding.location.source != source; });
    if (entry->file->kind == compiler::FileKind::parameters) found = compiler::compile_parameters(*compilation, *entry, *compile_with).findings;
    if (entry->model != nullptr) {
      const auto advice = compiler::lint_core(*entry->model, *entry->file->configuration, today(options));
      found.insert(found.end(), advice.begin(), advice.end());
    }
  } else {
    auto text = read_input(options.file);
    if (!text) {
      exit_code = unreadable;
      return {};
    }
    source = sources.add(options.file, std::move(*text));
    const auto document = arm::read_json(sources, source, arm::ExpressionMode::expressions, Limits{});
    found = document->findings;
    if (!document->has_errors()) add_missing_parts(sources, document, found);
  }
  std::erase_if(found, [&](const Finding& finding) { return finding.location.source != source; });
  found.insert(found.end(), inherited.begin(), inherited.end());
  std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
    const auto &left = a.location.span, &right = b.location.span;
    return std::tie(left.begin, left.end, a.code, a.message) < std::tie(right.begin, right.end, b.code, b.message);
  });
  return found;
}

/// `file`: the one that was asked for; another one is named.
std::string as_json(const SourceSet& sources, const std::vector<Finding>& found, std::string_view file) {
  const auto redaction = found.empty() ? Redaction() : workspace::find_secrets(sources);
  std::string out = "[";
  for (const auto& finding : found) {
    const auto span = finding.location.span;
    const auto at = sources.at(finding.location).line_column(span.begin, ColumnUnit::utf16);
    fmt::format_to(std::back_inserter(out), "{}\n  {{\"code\": \"{}\", \"level\": \"{}\", \"start\": {}, \"end\": {}, \"line\": {}, \"column\": {}, \"message\": ", out.size() > 1 ? "," : "", finding.code,
                   level(finding.severity), span.begin, span.end, at.line, at.column);
    eval::append_json_string(out, redaction.message(finding));
    if (const auto& path = sources.at(finding.location).path(); path != file) {
      out += ", \"file\": ";
      eval::append_json_string(out, path);
    }
    out += '}';
  }
  return out + (out.size() > 1 ? "\n]\n" : "]\n");
}

int run_diagnostics(const DiagnosticsOptions& options) {
  SourceSet sources;
  int exit_code = clean;
  const auto found = findings_of(options, sources, exit_code);
  if (exit_code != clean) return exit_code;
  std::string text;
  if (options.format == "json") text = as_json(sources, found, options.file);
  else text = findings_text(sources, found);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return std::any_of(found.begin(), found.end(), [](const Finding& finding) { return finding.severity == Severity::error; }) ? findings : clean;
}

}  // namespace

Command diagnostics_command() {
  return {"diagnostics", "what the compiler says about a file",
          "  fleetlint diagnostics main.bicep\n  fleetlint diagnostics main.bicep --format json\n", 115, [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<DiagnosticsOptions>();
            app.add_option("FILE", options->file, "a .bicep, .bicepparam or .json file")->required();
            app.add_option("--format", options->format, "text, or json: code, level, start and end in bytes, line, column and message of each")->check(one_of({"text", "json"}));
            app.add_option("--now", options->now, "fix the clock for rules about the age of versions, ISO 8601")->check(instant());
            options->compile = add_compile_options(app);
            return [options] { return run_diagnostics(*options); };
          }};
}

}  // namespace fleetlint::cli
