// use-secure-value-for-secure-inputs.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "linter/core_rule.h"
#include "types/start_values.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

bool can_be_seen(const Type& type) {
  if (type.is_error() || type.is(TypeKind::null)) return false;
  if (type.is(TypeKind::string_literal) && type.text.empty()) return false;
  if (type.is(TypeKind::union_of)) return std::ranges::any_of(type.elements, [](const TypeRef& member) { return can_be_seen(*member); });
  return !type.flags.has(TypeFlag::secure);
}

/// The properties of an object that the type says are secure, however deep.
class SecureProperties {
 public:
  SecureProperties(const SemanticModel& model, Arena& arena) : model_(model), arena_(arena) {}
  std::vector<Node> below(Node body, const Type& type) {
    look(body, &type);
    return std::move(found_);
  }

 private:
  void look(Node value, const Type* type) {
    if (!value || type == nullptr) return;
    if (value.is(NodeKind::Array)) {
      if (!type->is(TypeKind::array) || !type->item) return;
      for (Node item : value.children()) {
        if (item.is(NodeKind::ArrayItem)) look(item.part(Role::value), type->item.get());
      }
      return;
    }
    if (!value.is(NodeKind::Object)) return;
    if (type->is(TypeKind::discriminated_object)) type = chosen(value, *type);
    if (type == nullptr || !type->is_object()) return;
    for (Node property : value.children()) {
      if (!property.is(NodeKind::ObjectProperty)) continue;
      const auto key = property_key(property, arena_);
      const auto* declared = key ? type->find(*key) : nullptr;
      if (declared == nullptr && key) declared = type->additional;
      if (declared == nullptr) continue;
      if (declared->type->flags.has(TypeFlag::secure)) found_.push_back(property);
      look(property.part(Role::value), declared->type.get());
    }
  }

  const Type* chosen(Node object, const Type& type) {
    const auto value = property_value(object, type.discriminator, arena_);
    const auto text = value ? model_.types().string_literal(value) : std::nullopt;
    if (!text) return nullptr;
    for (const auto& variant : type.elements) {
      const auto* key = variant->find(type.discriminator);
      if (key != nullptr && key->type->text == *text) return variant.get();
    }
    return nullptr;
  }

  const SemanticModel& model_;
  Arena& arena_;
  std::vector<Node> found_;
};

}  // namespace

void CoreLint::secure_inputs() {
  std::optional<StartValues> values;
  for (const auto& resource : model_.resources()) {
    const auto* type = resource.body ? declared_body(model_, resource.symbol) : nullptr;
    if (type == nullptr) continue;
    for (const auto property : SecureProperties(model_, model_.arena()).below(resource.body, *type)) {
      const auto value = property.part(Role::value);
      // What is known only during the deployment is left alone: what it holds cannot be told.
      if (!value || !can_be_seen(*model_.types().type_of(value))) continue;
      if (!values) values.emplace(model_);
      if (!values->known(value)) continue;
      report(value.span(), "use-secure-value-for-secure-inputs",
             fmt::format("Property '{}' expects a secure value, but the value provided may not be secure.", property_key(property, model_.arena()).value_or("")));
    }
  }
}

}  // namespace fleetlint::compiler
