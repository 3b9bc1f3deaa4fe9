// no-unused-vars, no-unused-params, no-unused-types, no-unused-imports, no-unused-existing-resources.
#include <fmt/format.h>

#include "linter/core_rule.h"

namespace fleetlint::compiler {

void CoreLint::unused_names() {
  std::vector<bool> used(model_.symbols().size(), false);
  const auto& nodes = model_.tree().nodes;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    const auto node = model_.tree().node(i);
    const auto id = model_.symbol_at(node);
    if (id && model_.symbol(id).declaration != node) used[id.index] = true;
  }
  struct Row {
    SymbolKind kind;
    std::string_view rule, what;
  };
  static constexpr Row rows[] = {
      {SymbolKind::variable, "no-unused-vars", "Variable"},           {SymbolKind::parameter, "no-unused-params", "Parameter"},
      {SymbolKind::type_alias, "no-unused-types", "Type"},            {SymbolKind::imported_type, "no-unused-imports", "Import"},
      {SymbolKind::imported_variable, "no-unused-imports", "Import"}, {SymbolKind::imported_function, "no-unused-imports", "Import"},
      {SymbolKind::wildcard_import, "no-unused-imports", "Import"},   {SymbolKind::resource, "no-unused-existing-resources", "Existing resource"},
  };
  for (const auto& row : rows) {
    for (const auto id : model_.declared(row.kind)) {
      const auto& symbol = model_.symbol(id);
      if (used[id.index] || symbol.name.empty()) continue;
      if (row.kind == SymbolKind::resource) {
        if (!symbol.is_existing) continue;
        const auto body = body_parts(symbol.declaration.part(Role::body)).object;
        if (body && body.child(NodeKind::ResourceDeclaration)) continue;
      }
      const bool exportable = row.kind == SymbolKind::variable || row.kind == SymbolKind::type_alias;
      if (exportable && model_.decorator(symbol.declaration, "export")) continue;
      const auto alias = symbol.declaration.part(Role::alias);
      report(alias && alias.is(NodeKind::AliasAsClause) ? alias.name_span() : symbol.declaration.name_span(), row.rule,
             fmt::format("{} \"{}\" is declared but never used.", row.what, symbol.name));
    }
  }
}

}  // namespace fleetlint::compiler
