// What an ARM JSON template (or a template spec) shows to Bicep files that use it as a module or import from it.
#include <algorithm>
#include <mutex>

#include "declarations/derived_types.h"
#include "declarations/json_pointer.h"
#include "declarations/json_variables.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {
namespace {

using arm::Node;

std::string_view text_of(const Node* node) { return node != nullptr && node->is_string() ? node->text : std::string_view{}; }
bool is_true(const Node* node) { return node != nullptr && node->is(arm::NodeKind::boolean) && node->boolean; }
std::optional<std::int64_t> integer_of(const Node* node) {
  return node != nullptr && node->is(arm::NodeKind::integer) ? std::optional(node->integer) : std::nullopt;
}
bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return to_lower_ascii(x) == to_lower_ascii(y);
  });
}
std::string_view description_of(const Node& schema) {
  const auto* metadata = schema.find("metadata");
  return metadata != nullptr ? text_of(metadata->find("description")) : std::string_view{};
}

/// Makes types of schema nodes; definitions are followed when they are asked for, as they may refer to themselves.
class SchemaTypes final : public TypeSource {
 public:
  explicit SchemaTypes(std::shared_ptr<const arm::TemplateIr> owner) : owner_(std::move(owner)), root_(owner_->root) {
    const auto version = text_of(root_.find("languageVersion"));
    nullable_parameters_ = version.starts_with("2.") || version == "1.9-experimental";
  }

  const Type* resolve(std::uint64_t number) const override {
    const std::lock_guard lock(mutex_);
    auto& known = resolved_[number];
    if (known == nullptr) {
      known = &types::any;  // a definition that is only a reference to itself
      const auto* type = type_of(*nodes_[number], {}, 0);
      resolved_[number] = type;
    }
    return resolved_[number];
  }

  const Type* type_of_schema(const Node& schema, TypeFlags flags) const {
    const std::lock_guard lock(mutex_);
    return type_of(schema, flags, 0);
  }
  TypeArena& arena() const { return arena_; }

  /// Follows `$ref`; null when it leads nowhere or in circles.
  const Node* follow(const Node& schema) const {
    const Node* at = &schema;
    for (int i = 0; i < 64; ++i) {
      const auto reference = text_of(at->find("$ref"));
      if (reference.empty()) return at;
      at = node_at_pointer(root_, reference);
      if (at == nullptr) return nullptr;
    }
    return nullptr;
  }

 private:
  // A schema that is a reference stays one until it is needed.
  TypeRef reference_to(const Node& schema, std::string* name, int depth) const {
    const auto reference = text_of(schema.find("$ref"));
    if (reference.empty()) {
      const auto* type = type_of(schema, {}, depth + 1);
      if (name != nullptr) *name = type_name(*type);
      return type;
    }
    if (name != nullptr) {
      constexpr std::string_view prefix = "#/definitions/";
      *name = std::string(reference.starts_with(prefix) ? reference.substr(prefix.size()) : reference);
    }
    nodes_.push_back(&schema);
    resolved_.push_back(nullptr);
    return TypeRef(this, nodes_.size() - 1);
  }

  const Type* type_of(const Node& schema, TypeFlags flags, int depth) const {
    if (depth > 100) return &types::any;
    const auto* resolved = follow(schema);
    if (resolved == nullptr) return &types::any;
    const auto* type = without_nullability(*resolved, flags, depth);
    const bool nullable = is_true(schema.find("nullable")) || is_true(resolved->find("nullable"));
    const auto* refused = schema.find("nullable");
    const bool asserted = refused != nullptr && refused->is(arm::NodeKind::boolean) && !refused->boolean;
    return nullable && !asserted && nullable_parameters_ ? arena_.nullable(type) : type;
  }

  const Type* literals(const Node& allowed) const {
    std::vector<TypeRef> members;
    for (const auto& value : allowed.items) {
      if (value.is(arm::NodeKind::null)) continue;
      if (const auto* literal = literal_of(value, 0)) members.emplace_back(literal);
    }
    return arena_.union_of(members);
  }

  const Type* literal_of(const Node& value, int depth) const {
    if (depth > 100) return nullptr;
    switch (value.kind) {
      case arm::NodeKind::null: return &types::null;
      case arm::NodeKind::boolean: return arena_.boolean_literal(value.boolean);
      case arm::NodeKind::integer: return arena_.integer_literal(value.integer);
      case arm::NodeKind::string: return arena_.string_literal(value.text);
      case arm::NodeKind::array: {
        std::vector<TypeRef> items;
        for (const auto& item : value.items) {
          const auto* type = literal_of(item, depth + 1);
          if (type == nullptr) return nullptr;
          items.emplace_back(type);
        }
        return arena_.tuple(items);
      }
      case arm::NodeKind::object: {
        std::vector<Property> properties;
        for (const auto& member : value.members) {
          const auto* type = literal_of(member.value, depth + 1);
          if (type == nullptr) return nullptr;
          properties.push_back({member.name, type, PropertyFlag::required | PropertyFlag::disallow_any, ""});
        }
        return arena_.object("", std::move(properties));
      }
      default: return nullptr;
    }
  }

  const Type* without_nullability(const Node& schema, TypeFlags flags, int depth) const {
    const auto kind = text_of(schema.find("type"));
    const auto* allowed = schema.find("allowedValues");
    const bool secure = same_word(kind, "securestring") || same_word(kind, "secureObject");
    if (secure) flags |= TypeFlag::secure;
    if (same_word(kind, "string") || same_word(kind, "securestring")) {
      if (allowed != nullptr) return literals(*allowed);
      return arena_.string(integer_of(schema.find("minLength")), integer_of(schema.find("maxLength")), flags);
    }
    if (same_word(kind, "int")) {
      if (allowed != nullptr) return literals(*allowed);
      return arena_.integer(integer_of(schema.find("minValue")), integer_of(schema.find("maxValue")), flags);
    }
    if (same_word(kind, "bool")) {
      if (allowed != nullptr) return literals(*allowed);
      Type type = types::boolean;
      type.flags = flags;
      return arena_.make(type);
    }
    if (same_word(kind, "array")) return array_of(schema, allowed, depth);
    if (same_word(kind, "object") || same_word(kind, "secureObject")) return object_of(schema, allowed, flags, depth);
    return &types::any;
  }

  const Type* array_of(const Node& schema, const Node* allowed, int depth) const {
    const auto min = integer_of(schema.find("minLength")), max = integer_of(schema.find("maxLength"));
    if (allowed != nullptr) {
      const bool of_arrays = std::any_of(allowed->items.begin(), allowed->items.end(), [](const Node& item) { return item.is_array(); });
      if (of_arrays) return literals(*allowed);
      std::vector<TypeRef> members;
      for (const auto& value : allowed->items) {
        if (const auto* literal = literal_of(value, 0)) members.emplace_back(literal);
      }
      return arena_.array(arena_.union_of(members), min, max);
    }
    if (const auto* prefix = schema.find("prefixItems")) {
      std::vector<TypeRef> items;
      for (const auto& item : prefix->items) items.push_back(reference_to(item, nullptr, depth));
      Type type;
      type.kind = TypeKind::tuple;
      type.elements = arena_.arena().copy(items);
      type.min = type.max = static_cast<std::int64_t>(items.size());
      type.item = &types::any;
      return arena_.make(type);
    }
    const auto* items = schema.find("items");
    if (items == nullptr || !items->is_object()) return !min && !max ? &types::array : arena_.array(&types::any, min, max);
    std::string name;
    const auto item = reference_to(*items, &name, depth);
    Type type = *arena_.array(item, min, max);
    if (item.is_deferred()) type.text = arena_.text(name + "[]");
    return arena_.make(type);
  }

  const Type* object_of(const Node& schema, const Node* allowed, TypeFlags flags, int depth) const {
    if (allowed != nullptr) return literals(*allowed);
    if (const auto* discriminator = schema.find("discriminator")) {
      const auto key = text_of(discriminator->find("propertyName"));
      std::vector<TypeRef> variants;
      std::string name;
      if (const auto* mapping = discriminator->find("mapping")) {
        for (const auto& entry : mapping->members) {
          const auto* variant = follow(entry.value);
          const auto* type = variant != nullptr ? object_of(*variant, nullptr, flags, depth + 1) : nullptr;
          if (type == nullptr || !type->is_object() || type->find(key) == nullptr) return &types::object;
          variants.emplace_back(type);
        }
      }
      if (variants.empty()) return &types::object;
      std::vector<std::string> names;
      for (const auto& variant : variants) names.push_back(type_name(*variant));
      std::sort(names.begin(), names.end());
      for (const auto& text : names) name += (name.empty() ? "" : " | ") + text;
      return arena_.discriminated(name, key, variants, flags);
    }
    const auto* declared = schema.find("properties");
    const auto* additional = schema.find("additionalProperties");
    if (declared == nullptr && additional == nullptr) return flags.has(TypeFlag::secure) ? &types::secure_object : &types::object;
    const auto* required = schema.find("required");
    std::vector<Property> properties;
    std::string name = "{";
    bool first = true;
    const auto append = [&](std::string_view key, const std::string& text) {
      name += first ? " " : ", ";
      first = false;
      name += std::string(key) + ": " + text;
    };
    if (declared != nullptr) {
      for (const auto& member : declared->members) {
        std::string member_name;
        const auto type = reference_to(member.value, &member_name, depth);
        const auto listed = required != nullptr && std::any_of(required->items.begin(), required->items.end(), [&](const Node& item) { return item.text == member.name; });
        const bool nullable = nullable_parameters_ && is_true(member.value.find("nullable"));
        const bool must = (nullable_parameters_ || listed) && !nullable;
        properties.push_back({member.name, type, must ? PropertyFlags(PropertyFlag::required) : PropertyFlags(), description_of(member.value)});
        append(member.name, member_name);
      }
    }
    const Property* rest = arena_.additional(&types::any, PropertyFlag::fallback);
    if (additional != nullptr && additional->is_object()) {
      std::string rest_name;
      rest = arena_.additional(reference_to(*additional, &rest_name, depth), {}, description_of(*additional));
      append("*", rest_name);
    } else if (additional != nullptr && additional->is(arm::NodeKind::boolean)) {
      rest = additional->boolean ? arena_.additional(&types::any) : nullptr;
    }
    return arena_.object(name + " }", std::move(properties), rest, flags);
  }

  std::shared_ptr<const arm::TemplateIr> owner_;
  const Node& root_;
  bool nullable_parameters_ = false;
  mutable std::recursive_mutex mutex_;
  mutable TypeArena arena_;
  mutable std::vector<const Node*> nodes_;
  mutable std::vector<const Type*> resolved_;
};

ScopeSet target_scope_of(const Node& root) {
  const auto schema = text_of(root.find("$schema"));
  // …/schemas/2019-04-01/deploymentTemplate.json#
  const auto slash = schema.rfind('/');
  if (slash == std::string_view::npos || schema.find("schema.management.azure.com/schemas/") == std::string_view::npos) return 0;
  auto file = schema.substr(slash + 1);
  file = file.substr(0, file.find('#'));
  if (same_word(file, "deploymentTemplate.json")) return bit(Scope::resource_group);
  if (same_word(file, "subscriptionDeploymentTemplate.json")) return bit(Scope::subscription);
  if (same_word(file, "managementGroupDeploymentTemplate.json")) return bit(Scope::management_group);
  if (same_word(file, "tenantDeploymentTemplate.json")) return bit(Scope::tenant);
  return 0;
}

bool holds_secret(const Type& type, int depth) {
  if (type.flags.has(TypeFlag::secure)) return true;
  if (depth > 12) return false;
  const auto any_of = [&](const auto& references) { return std::any_of(references.begin(), references.end(), [&](const TypeRef& r) { return holds_secret(*r, depth + 1); }); };
  switch (type.kind) {
    case TypeKind::object:
      return std::any_of(type.properties.begin(), type.properties.end(), [&](const Property& p) { return holds_secret(*p.type, depth + 1); }) ||
             (type.additional != nullptr && holds_secret(*type.additional->type, depth + 1));
    case TypeKind::union_of: case TypeKind::tuple: case TypeKind::discriminated_object: return any_of(type.elements);
    case TypeKind::array: return holds_secret(*type.item, depth + 1);
    default: return false;
  }
}

bool is_exported(const Node& node) {
  const auto* metadata = node.find("metadata");
  return metadata != nullptr && is_true(metadata->find("__bicep_export!"));
}

void add_exports(const std::shared_ptr<const arm::TemplateIr>& json, const SchemaTypes& schemas, ModuleInterface& result) {
  const auto& root = json->root;
  std::vector<ModuleInterface::Export> exports;
  if (const auto* definitions = root.find("definitions")) {
    for (const auto& member : definitions->members) {
      if (is_exported(member.value)) exports.push_back({member.name, ExportKind::type, schemas.type_of_schema(member.value, {}), description_of(member.value), {}, &member.value});
    }
  }
  if (const auto* functions = root.find("functions")) {
    for (const auto& space : functions->items) {
      const auto name_space = text_of(space.find("namespace"));
      const auto* members = space.find("members");
      if (name_space.empty() || members == nullptr) continue;
      for (const auto& member : members->members) {
        if (!is_exported(member.value)) continue;
        // Functions of other namespaces than Bicep's own are imported by their full name.
        const auto name = name_space == "__bicep" ? std::string(member.name) : std::string(name_space) + "." + std::string(member.name);
        std::vector<TypeRef> parameters;
        if (const auto* list = member.value.find("parameters")) {
          for (const auto& parameter : list->items) parameters.emplace_back(schemas.type_of_schema(parameter, {}));
        }
        const auto* output = member.value.find("output");
        const auto* returns = output != nullptr ? schemas.type_of_schema(*output, {}) : &types::any;
        const auto* type = schemas.arena().lambda(parameters, static_cast<std::uint32_t>(parameters.size()), returns);
        exports.push_back({result.arena.copy(std::string_view(name)), ExportKind::function, type, description_of(member.value), {}, &member.value});
      }
    }
  }
  if (const auto* metadata = root.find("metadata")) {
    const auto* listed = metadata->find("__bicep_exported_variables!");
    const auto* variables = root.find("variables");
    if (listed != nullptr && variables != nullptr && !listed->items.empty()) {
      const JsonVariables values(json);
      for (const auto& entry : listed->items) {
        const auto name = text_of(entry.find("name"));
        const auto* value = variables->find(name);
        if (value == nullptr) {
          // Loops are listed in `copy`.
          if (const auto* copies = variables->find("copy")) {
            for (const auto& copy : copies->items) {
              if (text_of(copy.find("name")) == name) value = &copy;
            }
          }
        }
        if (value == nullptr) continue;
        // Of its value, not the one that it was declared with, as in the reference.
        const auto* type = values.type_of(name, schemas.arena());
        if (type == nullptr) continue;  // what it is depends on parameters or the deployment
        exports.push_back({name, ExportKind::variable, type, text_of(entry.find("description")), {}, value});
      }
    }
  }
  std::stable_sort(exports.begin(), exports.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  for (std::size_t i = 0; i < exports.size(); ++i) {
    const bool repeated = (i > 0 && exports[i - 1].name == exports[i].name) || (i + 1 < exports.size() && exports[i + 1].name == exports[i].name);
    if (repeated && i > 0 && exports[i - 1].name == exports[i].name) continue;
    if (repeated) {
      std::string kinds;
      for (auto same = i; same < exports.size() && exports[same].name == exports[i].name; ++same) {
        const auto kind = exports[same].kind;
        kinds += kinds.empty() ? "" : ", ";
        kinds += kind == ExportKind::type ? "Type" : kind == ExportKind::function ? "Function" : "Variable";
      }
      exports[i].kind = ExportKind::error;
      exports[i].description = result.arena.copy(std::string_view("The name \"" + std::string(exports[i].name) + "\" is ambiguous because it refers to exports of the following kinds: " + kinds + "."));
    }
    result.exports.push_back(exports[i]);
  }
}

}  // namespace

std::unique_ptr<ModuleInterface> make_interface(const SourceFile& json_file) {
  auto result = std::make_unique<ModuleInterface>();
  result->file = &json_file;
  result->is_template_spec = json_file.is_template_spec;
  result->template_ir = json_file.json.get();
  if (json_file.json == nullptr || json_file.json->has_errors() || !json_file.json->root.is_object()) {
    result->has_errors = true;
    return result;
  }
  const auto& root = json_file.json->root;
  auto schemas = std::make_shared<SchemaTypes>(json_file.json);
  result->types_owner = schemas;
  result->target_scopes = target_scope_of(root);
  if (result->target_scopes == 0) {
    result->has_errors = true;
    result->target_scopes = bit(Scope::resource_group);
  }
  // The name of a type is a text, or the template cannot be read.
  for (const auto section : {"parameters", "outputs"}) {
    const auto* declared = root.find(section);
    if (declared == nullptr) continue;
    for (const auto& member : declared->members) {
      const auto* named = member.value.find("type");
      if (!member.value.is_object() || (named != nullptr && !named->is_string())) result->has_errors = true;
    }
  }
  if (const auto* parameters = root.find("parameters")) {
    for (const auto& member : parameters->members) {
      const auto* type = schemas->type_of_schema(member.value, TypeFlag::allow_loose_assignment);
      const auto* resolved = schemas->follow(member.value);
      const bool nullable = is_true(member.value.find("nullable")) || is_nullable(*type);
      const bool required = member.value.find("defaultValue") == nullptr && !nullable;
      result->parameters.push_back({member.name, type, required, resolved != nullptr ? description_of(*resolved) : std::string_view{}});
    }
  }
  if (const auto* outputs = root.find("outputs")) {
    for (const auto& member : outputs->members) {
      const auto* type = schemas->type_of_schema(member.value, {});
      result->outputs.push_back({member.name, type, holds_secret(*type, 0), description_of(member.value)});
    }
  }
  add_exports(json_file.json, *schemas, *result);
  result->derived_types = derived_types(root);
  return result;
}

}  // namespace fleetlint::compiler
