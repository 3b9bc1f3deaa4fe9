// What a .bicep file shows to the files that use it.
#include <algorithm>
#include <unordered_set>

#include "bind/syntax_queries.h"
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {
namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

std::string_view description(const SemanticModel& model, Node decorated) {
  const auto call = model.decorator(decorated, "description");
  if (!call) return {};
  for (Node child : call.children()) {
    if (!child.is(NodeKind::FunctionArgument)) continue;
    const auto value = child.part(Role::value);
    if (!value || !value.is(NodeKind::String)) return {};
    const auto text = literal_text(value, model.arena());
    return text ? *text : std::string_view{};
  }
  return {};
}

// A secure value anywhere inside of the type makes the output secret. Types may be recursive.
bool holds_secret(const Type& type, std::vector<const Type*>& seen) {
  if (type.flags.has(TypeFlag::secure)) return true;
  if (std::find(seen.begin(), seen.end(), &type) != seen.end() || seen.size() > 2000) return false;
  seen.push_back(&type);
  const auto any_of = [&](const auto& references) { return std::any_of(references.begin(), references.end(), [&](const TypeRef& r) { return holds_secret(*r, seen); }); };
  switch (type.kind) {
    case TypeKind::object:
      return std::any_of(type.properties.begin(), type.properties.end(), [&](const Property& property) { return holds_secret(*property.type, seen); }) ||
             (type.additional != nullptr && holds_secret(*type.additional->type, seen));
    case TypeKind::union_of: case TypeKind::tuple: case TypeKind::discriminated_object: return any_of(type.elements);
    case TypeKind::array: return holds_secret(*type.item, seen);
    default: return false;
  }
}

ExportKind export_kind(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::type_alias: return ExportKind::type;
    case SymbolKind::variable: return ExportKind::variable;
    default: return ExportKind::function;
  }
}

}  // namespace

std::unique_ptr<ModuleInterface> make_interface(const SemanticModel& model) {
  auto result = std::make_unique<ModuleInterface>();
  auto& types = model.types();
  result->file = &model.file();
  result->model = &model;
  result->target_scopes = bit(model.target_scope());
  std::unordered_set<std::string_view> parameters, outputs;
  for (const auto id : model.declared(SymbolKind::parameter)) {
    const auto& symbol = model.symbol(id);
    if (!parameters.insert(symbol.name).second) continue;  // declared twice: the first one counts
    const auto* type = types.declared_type(symbol.declaration);
    const bool has_default = static_cast<bool>(symbol.declaration.child(NodeKind::ParameterDefaultValue));
    const bool optional = has_default || (type != nullptr && is_nullable(*type));
    result->parameters.push_back({symbol.name, type, !optional, description(model, symbol.declaration)});
  }
  for (const auto id : model.declared(SymbolKind::output)) {
    const auto& symbol = model.symbol(id);
    if (!outputs.insert(symbol.name).second) continue;
    const auto* type = types.declared_type(symbol.declaration);
    std::vector<const Type*> seen;
    result->outputs.push_back({symbol.name, type, type != nullptr && holds_secret(*type, seen), description(model, symbol.declaration)});
  }
  for (const auto kind : {SymbolKind::type_alias, SymbolKind::variable, SymbolKind::function}) {
    for (const auto id : model.declared(kind)) {
      const auto& symbol = model.symbol(id);
      if (!model.decorator(symbol.declaration, "export")) continue;
      ModuleInterface::Export exported;
      exported.name = symbol.name;
      exported.kind = export_kind(kind);
      exported.declaration = symbol.declaration;
      exported.description = description(model, symbol.declaration);
      exported.type = types.declared_type(symbol.declaration);
      if (exported.type == nullptr) exported.type = types.type_of(symbol.declaration.part(Role::value));
      result->exports.push_back(exported);
    }
  }
  std::stable_sort(result->exports.begin(), result->exports.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  result->has_errors = model.has_errors();
  return result;
}

bool is_or_contains_secure(const Type& type) {
  std::vector<const Type*> seen;
  return holds_secret(type, seen);
}

}  // namespace fleetlint::compiler
