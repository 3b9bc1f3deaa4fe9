// What emission asks about types.
#include <algorithm>

#include "types/checker.h"

namespace fleetlint::compiler {

std::optional<std::string_view> Checker::string_literal(Node expression) {
  const auto* type = type_of(expression);
  return type->is(TypeKind::string_literal) ? std::optional(type->text) : std::nullopt;
}

bool Checker::assignable_to_int(Node expression) { return is_assignable(*type_of(expression), types::integer); }

std::optional<bool> Checker::module_output_is_secure(Node expression, std::string_view name) {
  const auto* type = type_of(expression);
  const auto secure_in = [&](const Type& module) -> std::optional<bool> {
    const auto found = interface_of_type_.find(&module);
    if (!module.is(TypeKind::module) || found == interface_of_type_.end()) return std::nullopt;
    const auto* output = found->second->find_output(name);
    return output != nullptr && output->secure;
  };
  if (!type->is(TypeKind::union_of)) return secure_in(*type);
  bool secure = true;
  for (const auto& member : type->elements) {
    const auto found = secure_in(*member);
    if (!found) return std::nullopt;
    secure = secure && *found;
  }
  return secure;
}

CallFacts Checker::call(Node call) {
  type_of(call);
  const auto found = calls_.find(call.index());
  return found == calls_.end() ? CallFacts{} : found->second.facts;
}

BodyMember Checker::body_member(SymbolId id, std::string_view name) {
  static constexpr std::string_view never_changing[] = {"id", "name", "type", "apiVersion"};
  const auto* resource = model_.resource(id);
  const bool az = resource != nullptr && !resource_facts(*resource).extension;
  const auto* body = body_of_symbol(id);
  if (body == nullptr) return BodyMember::unknown;
  // Where the variant of the body cannot be told, it is not looked into (the reference's limitation, which decides what it inlines).
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
