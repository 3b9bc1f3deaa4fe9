// What emission asks about types.
#include <algorithm>

#include "types/checker.h"

namespace fleetlint::compiler {

std::optional<std::string_view> Checker::string_literal(Node expression) {
  const auto* type = type_of(expression);
  return type->is(TypeKind::string_literal) ? std::optional(type->text) : std::nullopt;
}

bool Checker::assignable_to_int(Node expression) { return is_assignable(*type_of(expression), types::integer); }

const ModuleInterface* Checker::module_of(Node expression) {
  const auto* type = type_of(expression);
  if (!type->is(TypeKind::module)) return nullptr;
  for (const auto& module : model_.modules()) {
    if (module.interface != nullptr && module_type(module) == type) return module.interface;
  }
  return nullptr;
}

CallFacts Checker::call(Node call) {
  type_of(call);
  const auto found = calls_.find(call.index());
  return found == calls_.end() ? CallFacts{} : found->second.facts;
}

BodyMember Checker::body_member(SymbolId id, std::string_view name) {
  static constexpr std::string_view never_changing[] = {"id", "name", "type", "apiVersion"};
  const Type* type = nullptr;
  bool az = false;
  if (const auto* resource = model_.resource(id)) {
    const auto& facts = resource_facts(*resource);
    type = facts.type;
    az = !facts.extension;
  } else if (const auto* module = model_.module(id)) {
    type = module_type(*module);
  }
  if (type == nullptr) return BodyMember::unknown;
  const auto* body = type->item.get();
  // A body with variants is not looked into (the reference's limitation, which decides what it inlines).
  if (!body->is_object()) return BodyMember::run_time;
  const auto* property = body->find(name);
  if (property == nullptr) return BodyMember::unknown;
  if (!property->flags.has(PropertyFlag::deploy_time_constant)) return BodyMember::run_time;
  if (az && std::find(std::begin(never_changing), std::end(never_changing), name) == std::end(never_changing)) return BodyMember::run_time;
  return BodyMember::deploy_time;
}

SymbolId Checker::extension_of(const DeclaredResource& resource) { return resource_facts(resource).extension; }

ScopeSet Checker::valid_scopes(const DeclaredResource& resource) {
  const auto* type = resource_facts(resource).type;
  return type != nullptr ? type->scopes : ScopeSet{0};
}

ScopeSet Checker::read_only_scopes(const DeclaredResource& resource) {
  const auto* type = resource_facts(resource).type;
  return type != nullptr ? type->read_only_scopes : ScopeSet{0};
}

std::unique_ptr<TypeFacts> make_type_facts(const SemanticModel& model, const InterfaceTable& interfaces) {
  return std::make_unique<Checker>(model, interfaces);
}

}  // namespace fleetlint::compiler
