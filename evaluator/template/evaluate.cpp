#include "fleetlint/evaluator/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/evaluator/vault_secrets.h"
#include "template/deployment.h"
#include "template/resource_ids.h"
#include "unknown/facts.h"

namespace fleetlint::eval {
namespace {

/// The same value, where each part of an object or list knows its place in the file: a finding about a member points
/// there, not at the whole parameter.
Value with_places(const Value& value, const arm::Node& node, Session& session) {
  Value placed = value;
  if (value.is_object() && value.fields().size() == node.members.size()) {
    auto fields = session.arena().create_array<Field>(node.members.size());
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i] = {value.fields()[i].name, value.fields()[i].name_location, with_places(value.fields()[i].value, node.members[i].value, session)};
    placed = Value::object(fields).mark_secret(value.is_secret());
  } else if (value.is_array() && value.items().size() == node.items.size()) {
    auto items = session.arena().create_array<Value>(node.items.size());
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = with_places(value.items()[i], node.items[i], session);
    placed = Value::array(items).mark_secret(value.is_secret());
  }
  return placed.set_origin(session.origin(OriginStep::literal, node.location, {}, nullptr));
}

/// A value that a parameter was given: its parts know, too, that they came with it.
Value with_step(const Value& value, OriginStep step, std::string_view label, bool is_whole, Session& session) {
  Value given = value;
  if (value.is_object()) {
    auto fields = session.arena().create_array<Field>(value.fields().size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto& field = value.fields()[i];
      fields[i] = {field.name, field.name_location, with_step(field.value, step, label, false, session)};
    }
    given = Value::object(fields).mark_secret(value.is_secret());
  } else if (value.is_array()) {
    auto items = session.arena().create_array<Value>(value.items().size());
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = with_step(value.items()[i], step, label, false, session);
    given = Value::array(items).mark_secret(value.is_secret());
  }
  const auto* origin = value.origin();
  // The whole gets its step where the parameter is declared.
  return given.set_origin(is_whole || !origin ? origin : session.origin(step, origin->location, label, origin));
}

/// The value of an assignment; compiled parameter files may hold expressions over external inputs.
Value assigned_value(const ParameterAssignment& assignment, Deployment& deployment) {
  auto& session = deployment.session();
  if (assignment.is_reference || !assignment.value) {
    Unknown facts;
    facts.reason = UnknownReason::secret;
    facts.identity = session.fresh_identity();
    facts.expression = session.arena().copy(std::string_view(fmt::format("parameters('{}')", assignment.name)));
    return deployment.evaluator().unknown(facts, true);
  }
  const auto value = assignment.allow_expressions ? deployment.evaluate(*assignment.value, TemplateEnvironment(deployment, Place::parameter_file))
                                                  : value_with_unknowns(*assignment.value, fmt::format("parameters('{}')", assignment.name), session.arena());
  if (!session.trace()) return value;
  return with_step(assignment.allow_expressions ? value : with_places(value, *assignment.value, session), assignment.step,
                   session.arena().copy(std::string_view(assignment.name)), true, session);
}

/// Resources in the order of the source, those of a nested deployment after it.
void collect(Deployment& deployment, EvaluatedTemplate& result) {
  for (auto& instance : deployment.instances()) {
    result.resources.push_back(std::move(instance.resource));
    if (instance.nested) collect(*instance.nested, result);
  }
}

/// A child that stands beside its parent names it by the beginning of its id.
void find_parents(EvaluatedTemplate& result) {
  std::unordered_map<std::string, const EvaluatedResource*> by_id;
  for (const auto& resource : result.resources)
    if (resource->id.is_string()) by_id.emplace(to_lower_invariant(resource->id.as_string()), resource.get());
  for (auto& resource : result.resources) {
    if (resource->parent || !resource->id.is_string() || count_slashes(resource->type) < 2) continue;
    const auto id = resource->id.as_string();
    const auto name = id.rfind('/');
    const auto type = name == std::string_view::npos || name == 0 ? name : id.rfind('/', name - 1);
    if (type == std::string_view::npos) continue;
    if (const auto found = by_id.find(to_lower_invariant(id.substr(0, type))); found != by_id.end()) resource->parent = found->second;
  }
}

}  // namespace

std::shared_ptr<const EvaluatedTemplate> evaluate(EvaluationInput input) {
  auto result = std::make_shared<EvaluatedTemplate>();
  result->owners = std::move(input.owners);
  if (input.template_ir) result->owners.push_back(input.template_ir);
  if (input.context.data) result->owners.push_back(input.context.data);
  if (!input.template_ir) return result;
  const auto now = input.context.now ? std::optional<std::string_view>(result->arena.copy(std::string_view(*input.context.now))) : std::nullopt;
  const World world(input.context.data ? &input.context.data->root : nullptr, now, result->arena);
  Session session(*result, input.limits, world, input.trace, input.sample_guids);
  {
    std::vector<FrameError> ignored;
    const auto frame = read_frame(input.template_ir->root, ignored);
    Deployment root(session, &input.template_ir->root, world.root_scope(frame.scope, result->arena), nullptr, nullptr, nullptr);
    if (input.parameters_are_complete) root.require_parameters();
    for (const auto& assignment : input.parameters) {
      const auto location = assignment.value ? assignment.value->location : Location{};
      root.give(assignment.name, {assigned_value(assignment, root), assignment.step, location}, location);
    }
    root.run();
    collect(root, *result);
  }
  find_parents(*result);
  mark_vault_secrets(*result);
  if (session.evaluator().limit_reached()) {
    Finding finding;
    finding.code = "FL0299";
    finding.severity = Severity::warning;
    finding.message = fmt::format("the evaluation reached a limit ({}); what is beyond it is unknown", session.evaluator().limit_text());
    finding.location = session.evaluator().limit_location() ? session.evaluator().limit_location() : input.template_ir->root.location;
    result->findings.push_back(std::move(finding));
  }
  // Of a file that is read only up to a syntax error, what seems to be missing may stand in the rest.
  const auto& read = input.template_ir->findings;
  if (std::any_of(read.begin(), read.end(), [](const Finding& finding) { return finding.code == "FL0101"; })) result->findings.clear();
  sort_findings(result->findings);
  result->steps = session.evaluator().steps();
  return result;
}

}  // namespace fleetlint::eval
