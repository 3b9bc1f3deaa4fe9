// Second pass over resources: bodies and nested deployments.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fleetlint/base/unicode.h"
#include "template/deployment.h"
#include "unknown/facts.h"

namespace fleetlint::eval {
namespace {

enum class MemberRole : std::uint8_t { body, start, left_out, computed };

struct KnownMember {
  std::string_view name;
  MemberRole role;
};
/// How the members of a resource are read; all others are part of the body and may call runtime functions.
constexpr KnownMember known_members[] = {
    {"type", MemberRole::computed},     {"apiVersion", MemberRole::computed}, {"name", MemberRole::computed},
    {"condition", MemberRole::left_out}, {"copy", MemberRole::left_out},       {"dependsOn", MemberRole::left_out},
    {"existing", MemberRole::left_out},  {"location", MemberRole::start},      {"sku", MemberRole::start},
    {"scope", MemberRole::start},        {"subscriptionId", MemberRole::start}, {"resourceGroup", MemberRole::start},
};

MemberRole role_of(const arm::Member& member) {
  for (const auto& known : known_members)
    if (equals_ignoring_case(known.name, member.name)) return known.role;
  return MemberRole::body;
}

bool is_children(const arm::Member& member) {
  return equals_ignoring_case(member.name, "resources") && (member.value.is_array() || member.value.is_object());
}

/// Whose parameters and variables a nested template uses, as written; empty when it is not.
std::string_view written_scope(const arm::Node& properties) {
  const auto* options = properties.find("expressionEvaluationOptions");
  const auto* scope = options ? options->find("scope") : nullptr;
  return scope && scope->is_string() ? scope->text : std::string_view();
}

/// The first API version of deployments that knows languageVersion 2.0 (Microsoft Learn, "Template structure and syntax").
constexpr std::string_view first_symbolic_api = "2020-09-01";

}  // namespace

void Deployment::evaluate_body(ResourceInstance& instance) {
  auto& resource = *instance.resource;
  std::vector<Field> fields;
  const auto add_computed = [&](std::string_view name, Location location) {
    if (equals_ignoring_case(name, "type")) fields.push_back({name, location, resource.type_value});
    else if (equals_ignoring_case(name, "name")) fields.push_back({name, location, resource.name});
    else fields.push_back({name, location, resource.api_version});
  };
  const bool certain = certain_;
  certain_ = certain && resource.condition == Tri::yes && !resource.zero_or_more;
  const auto body = environment(Place::resource_property, instance.loop);
  auto* const outer = std::exchange(evaluated_, &instance);
  for (const auto& member : instance.entry->node->members) {
    const auto role = role_of(member);
    if (role == MemberRole::computed) {
      add_computed(member.name, member.name_location);
    } else if (role == MemberRole::left_out || resource.condition == Tri::no || is_children(member)) {
      continue;
    } else if (instance.is_deployment && equals_ignoring_case(member.name, "properties") && member.value.is_object()) {
      fields.push_back({member.name, member.name_location, evaluate_nested_properties(instance, member.value, body)});
    } else {
      fields.push_back({member.name, member.name_location, evaluate(member.value, role == MemberRole::start ? body.at(Place::resource_start) : body)});
    }
  }
  evaluated_ = outer;
  certain_ = certain;
  resource.body = Value::object(session_.arena().copy(fields)).set_origin(session_.origin(OriginStep::literal, instance.entry->node->location, {}, nullptr));
  if (instance.is_deployment && resource.condition != Tri::no && !instance.entry->node->find("properties"))
    session_.report(ErrorKind::missing_property, resource.location, "a nested deployment needs `properties`", *this, {}, certain_);
}

/// Everything but the template, which becomes a deployment of its own.
Value Deployment::evaluate_nested_properties(ResourceInstance& instance, const arm::Node& properties, const TemplateEnvironment& body) {
  run_nested(instance);
  std::vector<Field> fields;
  for (const auto& member : properties.members) {
    if (equals_ignoring_case(member.name, "template")) continue;
    if (equals_ignoring_case(member.name, "parameters") && !instance.nested_parameters.is_null())
      fields.push_back({member.name, member.name_location, instance.nested_parameters});
    else
      fields.push_back({member.name, member.name_location, evaluate(member.value, body)});
  }
  return Value::object(session_.arena().copy(fields)).set_origin(session_.origin(OriginStep::literal, properties.location, {}, nullptr));
}

// --- nested deployments --------------------------------------------------------------------------------------------

void Deployment::prepare_nested(ResourceInstance& instance) {
  if (instance.resource->condition == Tri::no) return;
  const auto* properties = instance.entry->node->find("properties");
  if (!properties || !properties->is_object()) return;
  const auto* nested = properties->find("template");
  if (nested && !nested->is_object()) nested = nullptr;
  const auto scope = written_scope(*properties);
  const bool outer = equals_ignoring_case(scope, "outer");
  // Inner is the default from languageVersion 2.0 on, and the only choice.
  const bool inner = equals_ignoring_case(scope, "inner") || !nested || (frame_.language_2 && !outer);
  if (++session_.deployments > evaluator().limits().modules) {
    evaluator().limited();
    return;
  }
  const bool certain = certain_;
  certain_ = certain && instance.resource->condition == Tri::yes && !instance.resource->zero_or_more;
  check_nested(instance, *properties, nested, inner);
  instance.nested = std::make_unique<Deployment>(session_, nested, instance.target, this, inner ? nullptr : &expressions(), &instance);
  certain_ = certain;
}

/// What the platform refuses about a nested deployment before it looks inside.
void Deployment::check_nested(const ResourceInstance& instance, const arm::Node& properties, const arm::Node* nested, bool inner) {
  const auto refuse = [&](ErrorKind kind, Location location, std::string_view message) { session_.report(kind, location, std::string(message), *this, {}, certain_); };
  const bool symbolic = frame_.language_2 || (nested && is_language_2(*nested));
  if (symbolic && !inner) refuse(ErrorKind::not_allowed_here, properties.location, "with `languageVersion` 2.0 a nested template needs inner scope");
  const auto& api = instance.resource->api_version;
  if (symbolic && api.is_string() && api.as_string() < first_symbolic_api)
    refuse(ErrorKind::arg_value, instance.resource->location, "with `languageVersion` 2.0 a nested deployment needs the API version 2020-09-01 or a later one");
  for (const auto& [one, other] : {std::pair<std::string_view, std::string_view>{"parameters", "parametersLink"}, {"template", "templateLink"}})
    if (properties.find(one) && properties.find(other))
      refuse(ErrorKind::not_allowed_here, properties.find_member(other)->name_location, fmt::format("`{}` and `{}` exclude each other", one, other));
}

void Deployment::run_nested(ResourceInstance& instance) {
  if (!instance.nested || instance.nested_state != SlotState::waiting) return;
  instance.nested_state = SlotState::running;
  if (session_.depth >= evaluator().limits().module_depth) {
    evaluator().limited();
    instance.nested_state = SlotState::done;
    return;
  }
  ++session_.depth;
  // It may be another resource's body that asks for the result.
  auto* const outer = std::exchange(evaluated_, &instance);
  const auto& properties = *instance.entry->node->find("properties");
  if (instance.nested->expressions_ == nullptr) give_parameters(instance, properties);
  instance.nested->run();
  evaluated_ = outer;
  --session_.depth;
  instance.nested_state = SlotState::done;
}

/// `{value: …}` or a reference to a vault.
Value Deployment::given_value(const Value& object, std::string_view name, Location location) {
  if (const auto* value = object.find("value")) return *value;
  const auto unknown = [&](UnknownReason reason, bool secret) {
    Unknown facts;
    facts.reason = reason;
    facts.identity = session_.fresh_identity();
    facts.expression = session_.arena().copy(std::string_view(fmt::format("parameters('{}')", name)));
    return evaluator().unknown(facts, secret);
  };
  if (object.is_unknown()) return object.failure() ? object : unknown(object.as_unknown().reason, object.is_secret());
  if (object.find("reference")) return unknown(UnknownReason::secret, true);
  if (object.is_object() && !object.fields().empty())
    session_.report(ErrorKind::missing_property, location, fmt::format("the parameter `{}` needs a `value` or a `reference`", name), *this, {}, certain_);
  return Value::null();
}

void Deployment::give_parameters(ResourceInstance& instance, const arm::Node& properties) {
  const auto* node = properties.find("parameters");
  if (!node) return;
  const bool certain = certain_;
  certain_ = certain && instance.resource->condition == Tri::yes && !instance.resource->zero_or_more;
  const auto own = environment(Place::resource_property, instance.loop);
  auto& nested = *instance.nested;
  const Value all = evaluate(*node, own);
  instance.nested_parameters = all;
  const auto fields = all.is_object() ? all.fields() : all.is_unknown() ? all.as_unknown().members : std::span<const Field>();
  if (nested.frame().root) {
    for (const auto& field : fields) {
      if (field.value.is_object() && field.value.fields().empty()) continue;
      const Value value = given_value(field.value, field.name, field.name_location);
      if (field.value.is_object() && !field.value.find("value") && value.is_null()) continue;
      nested.give(field.name, {value, OriginStep::module_parameter, field.name_location}, field.name_location);
    }
    // Of an unknown object other parameters may be given too.
    if (all.is_unknown())
      for (auto& slot : nested.parameters_)
        if (!slot.given) slot.given = GivenValue{given_value(all, slot.declaration->name, node->location), OriginStep::module_parameter, node->location};
  }
  certain_ = certain;
}

Value Deployment::reference(ResourceInstance& instance, bool full, const Value& otherwise) {
  const auto& resource = *instance.resource;
  Unknown facts;
  facts.reason = otherwise.is_unknown() ? otherwise.as_unknown().reason : UnknownReason::runtime;
  facts.kinds = KindSet::of(ValueKind::object);
  if (otherwise.is_unknown()) {
    facts.identity = otherwise.as_unknown().identity;
    facts.expression = otherwise.as_unknown().expression;
    facts.function = otherwise.as_unknown().function;
    facts.arguments = otherwise.as_unknown().arguments;
  }
  std::vector<Field> members;
  if (instance.nested) {
    if (instance.nested_state == SlotState::running)
      return evaluator().fail(ErrorKind::circular, resource.location, 
                              fmt::format("the nested deployment `{}` depends on its own result", resource.name.is_string() ? resource.name.as_string() : resource.symbolic_name));
    if (instance.nested->frame().root) {
      run_nested(instance);
      if (instance.nested->state_ == SlotState::done) members.push_back({"outputs", resource.location, instance.nested->outputs_for_reference()});
    } else {
      facts.reason = UnknownReason::external;
    }
    members.push_back({"provisioningState", resource.location, Value::string("Succeeded")});
  }
  if (full) {
    if (!members.empty()) {
      Unknown properties = facts;
      properties.identity = 0;
      properties.function = {};
      properties.arguments = {};
      properties.members = session_.arena().copy(members);
      members = {{"properties", resource.location, evaluator().unknown(properties)}};
    }
    for (const auto& [name, value] : {std::pair<std::string_view, Value>{"apiVersion", resource.api_version}}) {
      if (value.is_string()) members.push_back({name, resource.location, value});
    }
    if (resource.id.is_string()) members.push_back({"resourceId", resource.location, resource.id});
  }
  if (members.empty()) return otherwise;
  facts.members = session_.arena().copy(members);
  return evaluator().unknown(facts);
}

}  // namespace fleetlint::eval
