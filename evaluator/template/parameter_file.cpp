#include "fleetlint/evaluator/parameter_file.h"

#include <fmt/format.h>

#include "fleetlint/template/reader.h"

namespace fleetlint::eval {
namespace {

Finding error(ErrorKind kind, Location location, std::string message) {
  Finding finding;
  finding.code = finding_code(kind);
  finding.message = std::move(message);
  finding.location = location;
  return finding;
}

bool has_expression(const arm::Node& node) {
  if (node.is_expression()) return true;
  for (const auto& item : node.items)
    if (has_expression(item)) return true;
  for (const auto& member : node.members)
    if (member.name_expression || has_expression(member.value)) return true;
  return false;
}

/// The text of an `expression` member as a node of its own.
const arm::Node* read_expression(const arm::Node& text, Assignments& result, const Limits& limits) {
  if (text.is_expression()) return &text;
  auto ir = std::make_shared<arm::TemplateIr>();
  auto inner = text.text;
  const bool bracketed = inner.size() >= 2 && inner.front() == '[' && inner.back() == ']';
  if (bracketed) inner = inner.substr(1, inner.size() - 2);
  const auto begin = text.location.span.begin + (bracketed ? 2 : 1);
  const auto parsed = arm::parse_expression(inner, {text.location.source, {begin, begin}}, ir->arena, limits);
  if (!parsed.expression) {
    result.findings.push_back(error(ErrorKind::syntax, text.location, fmt::format("the expression cannot be read: {}", parsed.error)));
    return nullptr;
  }
  ir->root.kind = arm::NodeKind::expression;
  ir->root.location = text.location;
  ir->root.expression = parsed.expression;
  result.owners.push_back(ir);
  return &ir->root;
}

}  // namespace

Assignments read_parameter_file(const std::shared_ptr<const arm::TemplateIr>& file, const Limits& limits) {
  Assignments result;
  result.owners.push_back(file);
  const auto& root = file->root;
  if (!root.is_object()) {
    if (!file->has_errors()) result.findings.push_back(error(ErrorKind::arg_type, root.location, "a parameter file must be an object"));
    return result;
  }
  // Microsoft Learn, "Best practices for ARM templates", template limits.
  if (constexpr std::size_t most_bytes = 4u << 20; root.location.span.size() > most_bytes)
    result.findings.push_back(error(ErrorKind::limit_exceeded, {root.location.source, {root.location.span.begin, root.location.span.begin + 1}},
                                    fmt::format("the parameter file has more than {} MB, which is the most that it may have", most_bytes >> 20)));
  const auto* parameters = root.find("parameters");
  if (!parameters && !root.find("$schema")) parameters = &root;
  if (!parameters || parameters->is(arm::NodeKind::null)) return result;
  if (!parameters->is_object()) {
    result.findings.push_back(error(ErrorKind::arg_type, parameters->location, "`parameters` must be an object"));
    return result;
  }
  for (const auto& member : parameters->members) {
    ParameterAssignment assignment;
    assignment.name = member.name;
    if (const auto* value = member.value.find("value")) {
      assignment.value = value;
      assignment.allow_expressions = has_expression(*value);
    } else if (const auto* expression = member.value.find("expression")) {
      assignment.value = read_expression(*expression, result, limits);
      assignment.allow_expressions = true;
      if (!assignment.value) continue;
    } else if (member.value.find("reference")) {
      assignment.is_reference = true;
    } else if (parameters != &root) {
      result.findings.push_back(error(ErrorKind::missing_property, member.name_location, fmt::format("the parameter `{}` needs a `value` or a `reference`", member.name)));
      continue;
    } else {
      continue;
    }
    result.parameters.push_back(std::move(assignment));
  }
  return result;
}

Assignments read_parameter_argument(std::string_view argument, SourceSet& sources, const Limits& limits) {
  Assignments result;
  const auto equals = argument.find('=');
  if (equals == std::string_view::npos || equals == 0) return result;
  const auto text = argument.substr(equals + 1);
  const auto source = sources.add(fmt::format("--param {}", argument.substr(0, equals)), std::string(text));
  auto ir = arm::read_json(sources, source, arm::ExpressionMode::literal, limits);
  if (ir->has_errors()) {
    ir = std::make_shared<arm::TemplateIr>();
    ir->source = source;
    ir->root.kind = arm::NodeKind::string;
    ir->root.location = {source, {0, static_cast<std::uint32_t>(text.size())}};
    ir->root.text = ir->arena.copy(text);
  }
  ParameterAssignment assignment;
  assignment.name = argument.substr(0, equals);
  assignment.value = &ir->root;
  assignment.step = OriginStep::command_line;
  result.owners.push_back(ir);
  result.parameters.push_back(std::move(assignment));
  return result;
}

}  // namespace fleetlint::eval
