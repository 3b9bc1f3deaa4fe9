#include "template/deployment.h"

#include <fmt/format.h>

#include <algorithm>

#include "fleetlint/base/nearest_name.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "unknown/facts.h"

namespace fleetlint::eval {

Deployment::Deployment(Session& session, const arm::Node* template_node, Scope scope, Deployment* parent, Deployment* expressions,
                       const ResourceInstance* declared_by)
    : session_(session), scope_(std::move(scope)), parent_(parent), expressions_(expressions), declared_by_(declared_by) {
  session.result().deployments.push_back(std::make_unique<EvaluatedDeployment>());
  result_ = session.result().deployments.back().get();
  result_->parent = parent ? parent->result() : nullptr;
  result_->template_node = template_node;
  result_->scope = to_string(scope_.kind);
  if (declared_by) {
    result_->name = declared_by->resource->name;
    result_->declared_by = declared_by->resource.get();
    certain_ = parent->certain_;
    if (expressions) outer_loop_ = declared_by->loop;
  }
  if (!template_node) return;
  std::vector<FrameError> errors;
  frame_ = read_frame(*template_node, errors);
  for (auto& error : errors) session.report(error.kind, error.location, std::move(error.message), *this, {}, certain_);
  read_sections();
}

Deployment::~Deployment() = default;

void Deployment::read_sections() {
  if (frame_.parameters) {
    for (const auto& member : frame_.parameters->members) parameters_.push_back({&member, {}, {}, {}});
    parameter_names_.reserve(parameters_.size());
    for (std::uint32_t i = 0; i < parameters_.size(); ++i) parameter_names_.add(parameters_[i].declaration->name, i);
  }
  if (frame_.variables) {
    for (const auto& member : frame_.variables->members) {
      if (!equals_ignoring_case(member.name, "copy") || !member.value.is_array()) {
        variables_.push_back({member.name, member.name_location, &member.value, false, {}, {}});
        continue;
      }
      for (const auto& loop : member.value.items)
        if (const auto* name = loop.find("name"); name && name->is_string()) variables_.push_back({name->text, name->location, &loop, true, {}, {}});
    }
    variable_names_.reserve(variables_.size());
    for (std::uint32_t i = 0; i < variables_.size(); ++i) variable_names_.add(variables_[i].name, i);
  }
  if (frame_.functions) {
    for (const auto& space : frame_.functions->items) {
      const auto* name = space.find("namespace");
      const auto* members = space.find("members");
      if (!name || !members) continue;
      for (const auto& member : members->members) functions_.push_back({fmt::format("{}.{}", name->text, member.name), &member.value});
    }
    function_names_.reserve(functions_.size());
    for (std::uint32_t i = 0; i < functions_.size(); ++i) function_names_.add(functions_[i].name, i);
  }
}

/// For a name that no parameter has: the one that was meant, or else what there is.
std::string Deployment::parameters_instead(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const auto& slot : parameters_) names.push_back(slot.declaration->name);
  if (auto near = did_you_mean(name, names); !near.empty()) return near;
  if (names.empty()) return "; it has none";
  constexpr std::size_t most_shown = 10;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), most_shown); ++i) list += fmt::format("{}`{}`", i == 0 ? "" : ", ", names[i]);
  return names.size() > most_shown ? fmt::format("; it has {} and {} more", list, names.size() - most_shown) : "; it has " + list;
}

void Deployment::give(std::string_view name, GivenValue value, Location location) {
  const auto found = parameter_names_.find(name);
  if (!found) {
    session_.report(ErrorKind::extra_parameter, location, fmt::format("the template has no parameter `{}`{}", name, parameters_instead(name)), *this, fmt::format("parameters.{}", name), certain_);
    return;
  }
  parameters_[*found].given = std::move(value);
}

// --- parameters and variables --------------------------------------------------------------------------------------

Value Deployment::parameter(std::string_view name, const arm::Expression& call) {
  const auto found = parameter_names_.find(name);
  if (!found) return evaluator().fail(ErrorKind::not_found, call.location, fmt::format("the template has no parameter `{}`", name));
  auto& slot = parameters_[*found];
  if (slot.state == SlotState::running)
    return evaluator().fail(ErrorKind::circular, call.location, fmt::format("the default value of parameter `{}` depends on itself ({})", slot.declaration->name, session_.cycle(slot.declaration->name)));
  return parameter_value(slot);
}

Value Deployment::parameter_value(ParameterSlot& slot) {
  if (slot.state == SlotState::done) return slot.value;
  slot.state = SlotState::running;
  session_.running.push_back(slot.declaration->name);
  const auto& declaration = *slot.declaration;
  const DeclaredType type{declaration.value, frame_.definitions};
  const auto* default_value = declaration.value.find("defaultValue");
  const auto name = declaration.name;
  Value value;
  OriginStep step = OriginStep::default_value;
  Location location = declaration.name_location;
  // Null means "not given" where there is a default: that is how a module's optional parameter is left out.
  if (slot.given && !(slot.given->value.is_null() && default_value)) {
    value = slot.given->value;
    step = slot.given->step;
    location = slot.given->location;
    if (value.is_unknown() && !value.failure() && value.as_unknown().kinds == KindSet::any() && value.as_unknown().one_of.empty()) {
      // Nothing is known but what the declaration says.
      const auto& given = value.as_unknown();
      auto facts = facts_of_type(type, given.reason, given.identity, given.expression, evaluator());
      facts.function = given.function;
      facts.arguments = given.arguments;
      facts.changes_every_deployment = given.changes_every_deployment;
      value = evaluator().unknown(facts, value.is_secret()).set_origin(value.origin());
    }
  } else if (default_value) {
    value = evaluate(*default_value, TemplateEnvironment(*this, Place::parameter_default));
    location = default_value->location;
  } else if (is_nullable(type)) {
    value = Value::null();
  } else if (parameters_are_complete_ || declared_by_) {
    value = evaluator().fail(ErrorKind::missing_parameter, declared_by_ ? declared_by_->resource->location : declaration.name_location,
                             fmt::format("the required parameter `{}` has no value", name));
    session_.report(*value.failure(), *this, {}, certain_);
  } else {
    const auto text = session_.arena().copy(std::string_view(fmt::format("parameters('{}')", name)));
    value = evaluator().unknown(facts_of_type(type, UnknownReason::missing_parameter, identity_of(text), text, evaluator()));
  }
  if (const auto problem = problem_of_declaration(type))
    session_.report(problem->kind, declaration.name_location, fmt::format("parameter `{}` {}", name, problem->message), *this, {}, certain_);
  value = check_parameter(slot, value);
  if (is_secure(type)) value = value.mark_secret();
  if (session_.trace() && !value.failure()) {
    const auto* given = slot.given || default_value ? session_.origin(step, location, name, value.origin()) : nullptr;
    value.set_origin(session_.origin(OriginStep::parameter, declaration.name_location, name, given));
  }
  session_.running.pop_back();
  slot.value = value;
  slot.state = SlotState::done;
  return value;
}

Value Deployment::check_parameter(const ParameterSlot& slot, Value value) {
  const auto error = check_type(value, {slot.declaration->value, frame_.definitions}, fmt::format("parameter `{}`", slot.declaration->name), session_.arena());
  if (!error) return value;
  const auto location = slot.given && slot.given->location ? slot.given->location : slot.declaration->name_location;
  session_.report(error->kind, location, error->message, *this, fmt::format("parameters.{}", slot.declaration->name), certain_, value.origin());
  return value;
}

Value Deployment::variable(std::string_view name, const arm::Expression& call) {
  const auto found = variable_names_.find(name);
  if (!found) return evaluator().fail(ErrorKind::not_found, call.location, fmt::format("the template has no variable `{}`", name));
  auto& slot = variables_[*found];
  if (slot.state == SlotState::running)
    return evaluator().fail(ErrorKind::circular, call.location, fmt::format("variable `{}` depends on itself ({})", slot.name, session_.cycle(slot.name)));
  return variable_value(slot);
}

Value Deployment::variable_value(VariableSlot& slot) {
  if (slot.state == SlotState::done) return slot.result;
  slot.state = SlotState::running;
  session_.running.push_back(slot.name);
  const TemplateEnvironment environment(*this, Place::variable);
  Value value;
  if (slot.is_loop) {
    const auto* count = slot.value->find("count");
    const auto* input = slot.value->find("input");
    if (!count || !input) {
      session_.report(ErrorKind::missing_property, slot.location, "a loop needs `count` and `input`", *this, {}, certain_);
      value = session_.told(slot.location);
    } else {
      value = evaluate_loop(loop_count(*count, environment), slot.name, false, *input, environment, {});
    }
  } else {
    value = evaluate(*slot.value, environment);
  }
  if (session_.trace() && !value.failure()) value.set_origin(session_.origin(OriginStep::variable, slot.location, slot.name, value.origin()));
  session_.running.pop_back();
  slot.result = value;
  slot.state = SlotState::done;
  return value;
}

std::optional<Value> Deployment::call_function(std::span<const Value> arguments, const arm::Expression& call, bool from_function) {
  const auto found = function_names_.find(call.text);
  if (!found && equals_ignoring_case(call.text, "extensions")) {  // `extensions('alias').config`: given to the deployment from outside
    Unknown facts;
    facts.reason = UnknownReason::external;
    facts.kinds = KindSet::of(ValueKind::object);
    facts.function = "extensions";
    facts.arguments = session_.arena().copy(arguments);
    return evaluator().unknown(facts);
  }
  if (!found || (from_function && !frame_.language_2)) return std::nullopt;
  const auto& function = functions_[*found];
  const auto* parameters = function.declaration->find("parameters");
  const auto* output = function.declaration->find("output");
  const auto* body = output ? output->find("value") : nullptr;
  if (!body) return evaluator().fail(ErrorKind::missing_property, call.location, fmt::format("the function `{}` has no output value", function.name));
  const std::size_t count = parameters ? parameters->items.size() : 0;
  if (arguments.size() != count)
    return evaluator().fail(ErrorKind::arg_count, call.location, fmt::format("`{}` takes {} argument{}, not {}", function.name, count, count == 1 ? "" : "s", arguments.size()));
  for (std::size_t i = 0; i < count; ++i) {
    const auto* name = parameters->items[i].find("name");
    const auto error = check_type(arguments[i], {parameters->items[i], frame_.definitions},
                                  fmt::format("argument `{}` of `{}`", name ? name->text : "", function.name), session_.arena());
    if (error) return evaluator().fail(ErrorKind::type_mismatch, call.location, error->message);
  }
  const FunctionFrame frame{parameters, arguments};
  TemplateEnvironment environment(*this, Place::user_function, nullptr, &frame);
  std::vector<const Failure*> failures;
  const Value value = evaluator().evaluate(*body, environment, &failures);
  if (!failures.empty() && !value.failure()) {
    Unknown unknown;
    unknown.reason = UnknownReason::error;
    unknown.failure = failures.front();
    return Value::unknown(session_.arena().create<Unknown>(unknown));
  }
  if (const auto error = check_type(value, {*output, frame_.definitions}, fmt::format("the result of `{}`", function.name), session_.arena()))
    return evaluator().fail(ErrorKind::type_mismatch, call.location, error->message);
  return value;
}

// --- the deployment ------------------------------------------------------------------------------------------------

void Deployment::run() {
  if (state_ != SlotState::waiting) return;
  state_ = SlotState::running;
  if (!expressions_) {
    for (auto& slot : parameters_) {
      const Value value = parameter_value(slot);
      report(value);
      result_->parameters.push_back({slot.declaration->name, slot.declaration->name_location, value});
    }
    for (auto& slot : variables_) {
      const Value value = variable_value(slot);
      report(value);
      result_->variables.push_back({slot.name, slot.location, value});
    }
  }
  declare_resources();
  resolve_dependencies();
  for (auto& instance : instances_)
    if (instance.is_deployment) prepare_nested(instance);
  for (auto& instance : instances_) evaluate_body(instance);
  if (has_references_ && !has_cycle_) find_cycles(true);
  evaluate_outputs();
  evaluate_asserts();
  check_sizes();
  state_ = SlotState::done;
}

void Deployment::evaluate_outputs() {
  std::vector<Field> fields;
  bool complete = true;
  if (frame_.outputs) {
    for (const auto& member : frame_.outputs->members) {
      const auto there = evaluate_output(member);
      complete = complete && there != Tri::unknown;
      if (there != Tri::yes) continue;
      const auto* type = member.value.find("type");
      const Field parts[] = {{"type", member.name_location, Value::string(type && type->is_string() ? type->text : "object")},
                             {"value", member.name_location, result_->outputs.back().value}};
      fields.push_back({member.name, member.name_location, Value::object(session_.arena().copy(std::span<const Field>(parts)))});
    }
  }
  outputs_ = Value::object(session_.arena().copy(fields));
  if (complete) return;
  Unknown facts;
  facts.kinds = KindSet::of(ValueKind::object);
  facts.members = outputs_.fields();
  outputs_ = evaluator().unknown(facts);
}

Tri Deployment::evaluate_output(const arm::Member& member) {
  const auto& node = member.value;
  const auto path = fmt::format("outputs.{}", member.name);
  const auto own = environment(Place::output);
  Tri there = Tri::yes;
  if (const auto* condition = node.find("condition")) {
    const Value value = evaluate(*condition, own, path);
    if (value.is_boolean() && !value.as_boolean()) return Tri::no;
    if (!value.is_boolean()) there = Tri::unknown;
    if (!may_be(value, ValueKind::boolean) && !value.failure())
      session_.report(ErrorKind::type_mismatch, condition->location, "a condition must be a boolean", *this, path, certain_);
  }
  const bool certain = certain_;
  certain_ = certain && there == Tri::yes;
  Value value;
  if (const auto* copy = node.find("copy"); copy && copy->is_object()) {
    const auto* count = copy->find("count");
    const auto* input = copy->find("input");
    if (count && input) value = evaluate_loop(loop_count(*count, own), {}, true, *input, own, path);
    else session_.report(ErrorKind::missing_property, copy->location, "a loop needs `count` and `input`", *this, path, certain_);
  } else if (const auto* given = node.find("value")) {
    value = evaluate(*given, own, path);
  } else {
    session_.report(ErrorKind::missing_property, member.name_location, "an output needs a `value`", *this, path, certain_);
    value = session_.told(member.name_location);
  }
  const DeclaredType type{node, frame_.definitions};
  if (const auto problem = problem_of_declaration(type))
    session_.report(problem->kind, member.name_location, fmt::format("output `{}` {}", member.name, problem->message), *this, path, certain_);
  if (const auto error = check_type(value, type, fmt::format("output `{}`", member.name), session_.arena()))
    session_.report(error->kind == ErrorKind::not_allowed_value ? error->kind : ErrorKind::type_mismatch, member.name_location, error->message, *this, path, certain_,
                    value.origin());
  if (is_secure(type)) value = value.mark_secret();
  if (session_.trace() && !value.failure()) value.set_origin(session_.origin(OriginStep::output, member.name_location, member.name, value.origin()));
  certain_ = certain;
  result_->outputs.push_back({member.name, member.name_location, value});
  return there;
}

void Deployment::evaluate_asserts() {
  if (!frame_.asserts) return;
  for (const auto& member : frame_.asserts->members) {
    const auto path = fmt::format("asserts.{}", member.name);
    const Value value = evaluate(member.value, environment(Place::output), path);
    if (!may_be(value, ValueKind::boolean) && !value.failure())
      session_.report(ErrorKind::type_mismatch, member.value.location, "an assertion must be a boolean", *this, path, certain_);
    result_->asserts.push_back({member.name, member.name_location, value});
  }
}

Value Deployment::outputs_for_reference() {
  run();
  return outputs_;
}

}  // namespace fleetlint::eval
