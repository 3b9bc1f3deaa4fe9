#include "template_input.h"

#include <cstdio>

#include "command.h"
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

}  // namespace

void TemplateArguments::declare(CLI::App& app) {
  app.add_option("FILE", file, "template: .bicep, .bicepparam or .json")->required();
  declare_values(app);
}

void TemplateArguments::declare_values(CLI::App& app) {
  app.add_option("--parameters", parameter_files, "parameter file; later ones win");
  app.add_option("--param", parameters, "NAME=VALUE; JSON where it reads as JSON");
  app.add_option("--context", context, "JSON file: subscription, resource group and what else is known of the target");
  app.add_option("--now", now, "the clock, ISO 8601");
}

void read_template_input(const TemplateArguments& arguments, TemplateInput& input) {
  auto& evaluation = input.evaluation;
  evaluation.sources = &input.sources;
  evaluation.template_ir = read_json_file(arguments.file, arm::ExpressionMode::expressions, input);
  for (const auto& path : arguments.parameter_files) {
    const auto file = read_json_file(path, arm::ExpressionMode::literal, input);
    if (file) append(eval::read_parameter_file(file, evaluation.limits), input);
  }
  evaluation.parameters_are_complete = !arguments.parameter_files.empty();
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

void print_findings(const SourceSet& sources, const std::vector<Finding>& findings) {
  const auto print = [&](Location location, const char* indent, const std::string& text) {
    if (!location || location.source.index >= sources.size()) {
      std::fprintf(stderr, "%s%s\n", indent, text.c_str());
      return;
    }
    const auto& source = sources.at(location);
    const auto place = source.line_column(location.span.begin);
    std::fprintf(stderr, "%s%s:%u:%u: %s\n", indent, source.path().c_str(), place.line, place.column, text.c_str());
  };
  for (const auto& finding : findings) {
    print(finding.location, "", std::string(to_string(finding.severity)) + " " + finding.code + ": " + redact_secrets(finding.message));
    for (const auto& note : finding.notes) print(note.location, "  ", "note: " + redact_secrets(note.message));
  }
}

}  // namespace fleetlint::cli
