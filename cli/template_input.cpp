#include "template_input.h"

#include <cstdio>

#include "command.h"
#include "compile_options.h"
#include "fleetlint/compiler/parameters.h"
#include "fleetlint/evaluator/parameter_file.h"
#include "fleetlint/template/reader.h"
#include "input_file.h"

namespace fleetlint::cli {
namespace {

std::shared_ptr<arm::TemplateIr> read_json_file(const std::string& path, arm::ExpressionMode mode, TemplateInput& input) {
  auto text = read_input(path);
  if (!text) {
    input.exit_code = unreadable;
    return nullptr;
  }
  auto ir = arm::read_json(input.sources, input.sources.add(path, std::move(*text)), mode, input.evaluation.limits);
  input.findings.insert(input.findings.end(), ir->findings.begin(), ir->findings.end());
  return ir;
}

void append(eval::Assignments assignments, TemplateInput& input) {
  auto& evaluation = input.evaluation;
  for (auto& parameter : assignments.parameters) evaluation.parameters.push_back(std::move(parameter));
  for (auto& owner : assignments.owners) evaluation.owners.push_back(std::move(owner));
  input.findings.insert(input.findings.end(), assignments.findings.begin(), assignments.findings.end());
}

bool has_ending(std::string_view path, std::string_view ending) { return path.size() > ending.size() && path.ends_with(ending); }

/// The compiled file with this path; null after telling why it cannot be read.
const compiler::CompiledFile* compile_file(const TemplateArguments& arguments, const std::string& path, TemplateInput& input) {
  const auto options = compile_options(*arguments.compile);
  if (!options) {
    input.exit_code = usage;
    return nullptr;
  }
  if (!read_input(path)) {
    input.exit_code = unreadable;
    return nullptr;
  }
  input.compilations.push_back(compiler::compile(input.sources, {path}, *options));
  const auto& compilation = *input.compilations.back();
  const auto entries = compilation.entries();
  if (entries.empty() || !entries[0]) {
    input.exit_code = unreadable;
    return nullptr;
  }
  if (has_ending(path, ".bicepparam")) return entries[0];  // its findings come with its values
  for (const auto& finding : compilation.findings_below(*entries[0]))
    if (finding.severity == Severity::error) input.findings.push_back(finding);
  return entries[0];
}

/// The values of a .bicepparam that was compiled last; null when they cannot be told.
std::shared_ptr<const arm::TemplateIr> compiled_values(const TemplateArguments& arguments, const compiler::CompiledFile& file, TemplateInput& input) {
  const auto options = compile_options(*arguments.compile);
  if (!options) return nullptr;
  auto built = compiler::compile_parameters(*input.compilations.back(), file, *options);
  for (const auto& finding : built.findings)
    if (finding.severity == Severity::error) input.findings.push_back(finding);
  if (built.has_errors) input.parameters_are_broken = true;
  return built.json;
}

/// The template that a parameter file names with `using`.
std::shared_ptr<const arm::TemplateIr> template_of_parameters(const compiler::CompiledFile& file, const compiler::Compilation& compilation) {
  for (const auto& reference : file.file->references) {
    if (!reference.target || reference.target->kind == compiler::FileKind::parameters) continue;
    if (const auto& target = compilation.compiled(*reference.target); target.template_ir) return target.template_ir;
  }
  return nullptr;
}

/// The template of FILE; a .bicepparam brings its values along.
void read_template(const TemplateArguments& arguments, TemplateInput& input) {
  auto& evaluation = input.evaluation;
  if (has_ending(arguments.file, ".bicepparam")) {
    const auto* file = compile_file(arguments, arguments.file, input);
    if (!file) return;
    evaluation.template_ir = template_of_parameters(*file, *input.compilations.back());
    if (const auto values = compiled_values(arguments, *file, input)) append(eval::read_parameter_file(values, evaluation.limits), input);
    evaluation.parameters_are_complete = true;
  } else if (has_ending(arguments.file, ".bicep")) {
    if (const auto* file = compile_file(arguments, arguments.file, input)) evaluation.template_ir = file->template_ir;
  } else {
    evaluation.template_ir = read_json_file(arguments.file, arm::ExpressionMode::expressions, input);
  }
}

void read_parameters(const TemplateArguments& arguments, const std::string& path, TemplateInput& input) {
  std::shared_ptr<const arm::TemplateIr> file;
  if (has_ending(path, ".bicepparam")) {
    if (const auto* compiled = compile_file(arguments, path, input)) file = compiled_values(arguments, *compiled, input);
  } else {
    file = read_json_file(path, arm::ExpressionMode::literal, input);
  }
  if (file) append(eval::read_parameter_file(file, input.evaluation.limits), input);
}

}  // namespace

void TemplateArguments::declare(CLI::App& app) {
  app.add_option("FILE", file, "template: .bicep, .bicepparam or .json")->required();
  declare_values(app);
}

void TemplateArguments::declare_values(CLI::App& app) {
  app.add_option("--parameters", parameter_files, "parameter file, JSON or .bicepparam; values of later ones win")->allow_extra_args(false);
  app.add_option("--param", parameters, "NAME=VALUE; JSON where it reads as JSON")->allow_extra_args(false);
  app.add_option("--context", context, "JSON file: subscription, resource group and what else is known of the target")->check(readable_context());
  app.add_option("--now", now, "the clock, ISO 8601")->check(instant());
  compile = add_compile_options(app);
}

void read_template_input(const TemplateArguments& arguments, TemplateInput& input) {
  auto& evaluation = input.evaluation;
  evaluation.sources = &input.sources;
  read_template(arguments, input);
  for (const auto& path : arguments.parameter_files) read_parameters(arguments, path, input);
  if (!arguments.parameter_files.empty()) evaluation.parameters_are_complete = true;
  if (input.parameters_are_broken) evaluation.parameters_are_complete = false;
  for (const auto& argument : arguments.parameters) {
    auto assignments = eval::read_parameter_argument(argument, input.sources, evaluation.limits);
    if (assignments.parameters.empty()) {
      std::fprintf(stderr, "fleetlint: --param needs NAME=VALUE, not `%s`\n", redact_secrets(argument).c_str());
      input.exit_code = usage;
    }
    append(std::move(assignments), input);
  }
  // With a target the question is what one deployment there would look like.
  evaluation.sample_guids = !arguments.context.empty();
  if (!arguments.context.empty()) evaluation.context.data = read_json_file(arguments.context, arm::ExpressionMode::literal, input);
  if (!arguments.now.empty()) evaluation.context.now = arguments.now;
}

}  // namespace fleetlint::cli
