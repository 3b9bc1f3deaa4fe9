// use-description-params, use-description-vars, use-description-outputs, use-description-types, use-description-type-properties.
#include <fmt/format.h>

#include <algorithm>

#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

}  // namespace

void CoreLint::descriptions() {
  const auto look = [&](Node decorated, std::string_view rule, std::string_view what, std::string_view name, Span at) {
    const auto call = model_.decorator(decorated, "description");
    if (call) {
      const auto argument = call.child(NodeKind::FunctionArgument);
      const auto value = argument ? argument.part(Role::value) : Node();
      const auto text = value && value.is(NodeKind::String) ? literal_text(value, model_.arena()) : std::nullopt;
      if (!text || !is_blank(*text)) return;
      at = value.span();
    }
    report(at, rule, fmt::format("{} \"{}\" must have a non-empty description.", what, name));
  };
  struct Row {
    SymbolKind kind;
    std::string_view rule, what;
  };
  static constexpr Row rows[] = {
      {SymbolKind::parameter, "use-description-params", "Parameter"},
      {SymbolKind::variable, "use-description-vars", "Variable"},
      {SymbolKind::output, "use-description-outputs", "Output"},
      {SymbolKind::type_alias, "use-description-types", "Type"},
  };
  for (const auto& row : rows) {
    if (!runs(row.rule)) continue;
    for (const auto id : model_.declared(row.kind)) {
      const auto& symbol = model_.symbol(id);
      // A union with a discriminator is described by its members.
      if (symbol.name.empty() || (row.kind == SymbolKind::type_alias && model_.decorator(symbol.declaration, "discriminator"))) continue;
      look(symbol.declaration, row.rule, row.what, symbol.name, symbol.declaration.name_span());
    }
  }
  constexpr std::string_view of_properties = "use-description-type-properties";
  if (!runs(of_properties)) return;
  for (const auto id : model_.declared(SymbolKind::type_alias)) {
    each_below(model_.symbol(id).declaration, [&](Node node) {
      if (node.is(NodeKind::ObjectTypeProperty)) {
        if (const auto key = property_key(node, model_.arena())) look(node, of_properties, "Type property", *key, node.part(Role::name).span());
      } else if (node.is(NodeKind::ObjectTypeAdditionalProperties)) {
        const auto asterisk = node.token(syntax::TokenKind::Asterisk);
        look(node, of_properties, "Type property", "*", asterisk ? model_.tree().tokens.span(*asterisk) : node.span());
      }
    });
  }
}

}  // namespace fleetlint::compiler
