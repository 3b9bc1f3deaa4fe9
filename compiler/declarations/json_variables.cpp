#include "declarations/json_variables.h"

#include <algorithm>
#include <vector>

namespace fleetlint::compiler {
namespace {

using eval::Value;
using eval::ValueKind;

/// Null where something in it is not known.
const Type* type_of_value(const Value& value, TypeArena& arena) {
  switch (value.kind()) {
    case ValueKind::null: return &types::null;
    case ValueKind::boolean: return arena.boolean_literal(value.as_boolean());
    case ValueKind::integer: return arena.integer_literal(value.as_integer());
    case ValueKind::number: return &types::any;  // Bicep has no type for it
    case ValueKind::string: return arena.string_literal(value.as_string());
    case ValueKind::array: {
      std::vector<TypeRef> items;
      for (const auto& item : value.items()) {
        const auto* type = type_of_value(item, arena);
        if (type == nullptr) return nullptr;
        items.emplace_back(type);
      }
      return arena.array(arena.union_of(items));
    }
    case ValueKind::object: {
      std::vector<Property> properties;
      for (const auto& field : value.fields()) {
        const auto* type = type_of_value(field.value, arena);
        if (type == nullptr) return nullptr;
        properties.push_back({field.name, type, PropertyFlag::read_only | PropertyFlag::readable_at_deploy_time, ""});
      }
      return arena.object("object", std::move(properties));
    }
    default: return nullptr;
  }
}

}  // namespace

JsonVariables::JsonVariables(const std::shared_ptr<const arm::TemplateIr>& json) {
  // Nothing of the template but its variables and what they may use.
  static constexpr std::string_view used[] = {"$schema", "contentVersion", "languageVersion", "definitions", "functions", "variables"};
  auto part = std::make_shared<arm::TemplateIr>();
  std::vector<arm::Member> members;
  for (const auto& member : json->root.members) {
    if (std::ranges::find(used, member.name) != std::end(used)) members.push_back(member);
  }
  arm::Member resources;
  resources.name = "resources";
  resources.value.kind = arm::NodeKind::array;
  resources.value.location = json->root.location;
  members.push_back(resources);
  part->root = json->root;
  part->root.members = part->arena.copy(members);
  part->source = json->source;
  part->modules.push_back(json);
  eval::EvaluationInput input;
  input.template_ir = part;
  input.trace = false;
  evaluated_ = eval::evaluate(std::move(input));
}

const Type* JsonVariables::type_of(std::string_view name, TypeArena& arena) const {
  if (evaluated_ == nullptr || evaluated_->deployments.empty()) return nullptr;
  const auto& variables = evaluated_->deployments[0]->variables;
  const auto found = std::ranges::find(variables, name, &eval::Field::name);
  if (found == variables.end()) return nullptr;
  const auto* type = type_of_value(found->value, arena);
  return type;
}

}  // namespace fleetlint::compiler
