#include "lower/emit_settings.h"

#include <algorithm>

#include "bind/syntax_queries.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

bool uses_this(const SemanticModel& model) {
  const auto& nodes = model.tree().nodes;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].kind != NodeKind::InstanceFunctionCall) continue;
    const auto base = model.tree().node(i).part(Role::base);
    const auto* symbol = base ? model.symbol_of(base) : nullptr;
    if (symbol && symbol->kind == SymbolKind::this_namespace) return true;
  }
  return false;
}

bool uses_type_syntax(const SemanticModel& model) {
  return std::ranges::any_of(model.tree().nodes, [](const syntax::SyntaxNode& node) {
    return node.kind == NodeKind::ObjectType || node.kind == NodeKind::ArrayType || node.kind == NodeKind::TupleType ||
           node.kind == NodeKind::UnionType || node.kind == NodeKind::NullableType;
  });
}

/// A whole resource or module loop used as a value, outside of `dependsOn`: needs references().
bool uses_whole_collection(const SemanticModel& model) {
  const bool has_collections = std::ranges::any_of(model.symbols(), [](const Symbol& symbol) {
    return symbol.is_collection && (symbol.kind == SymbolKind::resource || symbol.kind == SymbolKind::module);
  });
  if (!has_collections) return false;
  const auto& nodes = model.tree().nodes;
  Node depends_on;  // of the declaration entered last, nested ones included, as the reference has it
  for (std::uint32_t i = 0; i < nodes.size();) {
    const auto node = model.tree().node(i);
    switch (nodes[i].kind) {
      case NodeKind::ResourceDeclaration:
      case NodeKind::ModuleDeclaration:
        depends_on = find_property(body_parts(node.part(Role::body)).object, "dependsOn", model.arena());
        break;
      case NodeKind::ObjectProperty:
        if (depends_on && depends_on == node) {
          i += nodes[i].subtree_size;
          continue;
        }
        break;
      case NodeKind::VariableAccess: {
        const auto* symbol = model.symbol_of(node);
        if (!symbol || !symbol->is_collection || (symbol->kind != SymbolKind::resource && symbol->kind != SymbolKind::module)) break;
        auto parent = model.parent(node);
        while (parent.kind() == NodeKind::ParenthesizedExpression) parent = model.parent(parent);
        if (!is_access(parent)) return true;
        break;
      }
      default:
        break;
    }
    ++i;
  }
  return false;
}

}  // namespace

EmitSettings emit_settings(const SemanticModel& model) {
  EmitSettings settings;
  const auto features = model.features();
  const auto has_decorator = [&](std::string_view name, bool nested) {
    return std::ranges::any_of(model.resources(), [&](const DeclaredResource& resource) {
      const bool is_nested = resource.parent && resource.parent->nested;
      return (nested || !is_nested) && model.decorator(resource.declaration, name);
    });
  };
  for (const auto& facts : feature_facts()) {
    if (facts.experimental_language_version && features.has(facts.feature)) settings.experimental_language = true;
  }
  settings.experimental_language = settings.experimental_language || has_decorator("nullIfNotFound", true) || uses_this(model);
  const auto any = [&](SymbolKind kind) { return !model.declared(kind).empty(); };
  settings.symbolic_names =
      settings.experimental_language || features.has(Feature::symbolic_name_codegen) || features.has(Feature::resource_info_codegen) ||
      any(SymbolKind::extension) || any(SymbolKind::type_alias) || any(SymbolKind::function) || any(SymbolKind::imported_type) ||
      any(SymbolKind::imported_variable) || any(SymbolKind::imported_function) || any(SymbolKind::wildcard_import) ||
      uses_type_syntax(model) ||
      std::ranges::any_of(model.resources(), [](const DeclaredResource& resource) { return !resource.is_az(); }) ||
      std::ranges::any_of(model.declared(SymbolKind::variable), [&](SymbolId id) { return bool(model.symbol(id).declaration.part(Role::type)); }) ||
      std::ranges::any_of(model.modules(), [](const DeclaredModule& entry) {
        return !entry.name || (entry.interface && entry.interface->has_secure_outputs());
      }) ||
      std::ranges::any_of(model.declared(SymbolKind::output), [&](SymbolId id) { return model.types().output_is_secure(id); }) ||
      std::ranges::any_of(model.resources(), [&](const DeclaredResource& resource) {
        return (model.symbol(resource.symbol).is_existing && resource.depends_on) || bool(model.decorator(resource.declaration, "onlyIfNotExists"));
      }) ||
      has_decorator("retryOn", false) || uses_whole_collection(model);
  return settings;
}

}  // namespace fleetlint::compiler
