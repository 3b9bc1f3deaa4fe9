// decompiler-cleanup, simplify-json-null.
#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

/// A name that ends as the decompiler ends those that it had to change.
bool ends_as_decompiled(std::string_view name, std::string_view suffix) {
  if (!name.ends_with(suffix) || name.size() == suffix.size()) return false;
  const char before = name[name.size() - suffix.size() - 1];
  return (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') || (before >= '0' && before <= '9');
}

}  // namespace

void CoreLint::decompiled_names() {
  const auto tell = [&](Span span, std::string_view what, std::string_view name) {
    std::string message("The ");
    message += what;
    message += " '";
    message += name;
    message += "' appears to have originated from a naming conflict during a decompilation from JSON. Consider renaming it and removing the suffix (using the editor's rename functionality).";
    report(span, "decompiler-cleanup", std::move(message));
  };
  for (const auto& resource : model_.resources()) {
    const auto name = model_.symbol(resource.symbol).name;
    if (resource.is_az() && resource.name && resource.name.is(NodeKind::String) && ends_as_decompiled(name, "_resource")) tell(resource.name.span(), "symbolic name of resource", name);
  }
  for (const auto id : model_.declared(SymbolKind::variable)) {
    const auto& variable = model_.symbol(id);
    if (ends_as_decompiled(variable.name, "_var")) tell(variable.declaration.name_span(), "name of variable", variable.name);
  }
}

void CoreLint::json_null() {
  const auto look = [&](Node call) {
    if (!calls(call, "json")) return;
    Node only;
    std::size_t arguments = 0;
    for (Node child : call.children()) {
      if (!child.is(NodeKind::FunctionArgument)) continue;
      ++arguments;
      only = child.part(Role::value);
    }
    const auto text = arguments == 1 && only && only.is(NodeKind::String) ? literal_text(only, model_.arena()) : std::nullopt;
    if (!text) return;
    const auto first = text->find_first_not_of(" \t\r\n"), last = text->find_last_not_of(" \t\r\n");
    if (first != std::string_view::npos && text->substr(first, last - first + 1) == "null") report(call.span(), "simplify-json-null", "Simplify json('null') to null");
  };
  each(NodeKind::FunctionCall, look);
  each(NodeKind::InstanceFunctionCall, look);
}

}  // namespace fleetlint::compiler
