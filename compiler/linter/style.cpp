// use-user-defined-types, prefer-unquoted-property-names, prefer-interpolation, simplify-interpolation, no-explicit-any,
// no-conflicting-metadata.
#include <algorithm>

#include "fleetlint/grammar/parse.h"
#include "linter/core_rule.h"

namespace fleetlint::compiler {

using syntax::TokenKind;

namespace {

bool can_stand_unquoted(std::string_view name) {
  if (name.empty() || name == "true" || name == "false" || name == "null" || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

void CoreLint::user_defined_types() {
  each(NodeKind::TypeVariableAccess, [&](Node node) {
    if (node.name_text() == "object" || node.name_text() == "array") {
      report(node.span(), "use-user-defined-types", "Use user-defined types instead of 'object' or 'array'.");
    }
  });
}

void CoreLint::unquoted_property_names() {
  const auto is_plain = [&](Node name) {
    if (!name || !name.is(NodeKind::String)) return false;
    const auto text = literal_text(name, model_.arena());
    return text && can_stand_unquoted(*text);
  };
  const auto tell = [&](Span span) {
    report(span, "prefer-unquoted-property-names",
           "Property names that are valid identifiers should be declared without quotation marks and accessed using dot notation.");
  };
  each(NodeKind::ObjectProperty, [&](Node node) {
    if (is_plain(node.part(Role::name))) tell(node.part(Role::name).span());
  });
  each(NodeKind::ArrayAccess, [&](Node node) {
    const auto open = node.token(TokenKind::LeftSquare), close = node.token(TokenKind::RightSquare);
    if (open && close && is_plain(node.part(Role::index))) tell({model_.tree().tokens.span(*open).begin, model_.tree().tokens.span(*close).end});
  });
}

void CoreLint::interpolation() {
  const auto look = [&](Node call) {
    if (!calls(call, "concat") || call.contains_error()) return;
    std::size_t arguments = 0;
    for (Node child : call.children()) arguments += child.is(NodeKind::FunctionArgument);
    if (arguments < 2) return;
    const auto* type = model_.types().type_of(call);
    if (!type->is_any() && !type->is_error() && is_assignable(*type, types::string)) report(call.span(), "prefer-interpolation", "Use string interpolation instead of the concat function.");
  };
  each(NodeKind::FunctionCall, look);
  each(NodeKind::InstanceFunctionCall, look);
}

void CoreLint::simple_interpolation() {
  const auto look = [&](Node statement) {
    const auto value = statement.part(Role::value);
    if (!value || !value.is(NodeKind::String) || value.child_count() != 1) return;
    const auto segments = syntax::string_segments(value);
    if (!segments || !std::ranges::all_of(*segments, [](const std::string& segment) { return segment.empty(); })) return;
    if (model_.types().type_of(value.first_child())->is_string()) report(value.span(), "simplify-interpolation", "Remove unnecessary string interpolation.");
  };
  for (const auto kind : {NodeKind::ObjectProperty, NodeKind::VariableDeclaration, NodeKind::OutputDeclaration, NodeKind::ParameterDefaultValue}) each(kind, look);
}

void CoreLint::explicit_any() {
  const auto tell = [&](Node node) { report(node.span(), "no-explicit-any", "Avoid using an explicit 'any' type whenever possible."); };
  const auto look = [&](Node node) {
    const auto* symbol = model_.symbol_of(node);
    if (symbol == nullptr) return;
    if (symbol->kind == SymbolKind::ambient_type && symbol->name == "any") tell(node);
    const auto parent = model_.parent(node);
    if (symbol->kind == SymbolKind::namespace_name && symbol->name == "sys" && parent.is(NodeKind::TypePropertyAccess) && parent.name_text() == "any") tell(node);
  };
  each(NodeKind::TypeVariableAccess, look);
  each(NodeKind::VariableAccess, look);
}

void CoreLint::conflicting_metadata() {
  // The decorators of a declaration follow each other: looked through once, not once for each.
  Node decorated, call;
  each(NodeKind::Decorator, [&](Node decorator) {
    if (const auto parent = model_.parent(decorator); parent != decorated) {
      decorated = parent;
      // Statements of the file only: members of types are not looked at, as in the reference.
      const bool looked_at = model_.parent(decorated) == model_.root();
      call = looked_at && model_.decorator(decorated, "description") ? model_.decorator(decorated, "metadata") : Node();
    }
    if (!call || decorator.part(Role::value) != call) return;
    const auto argument = call.child(NodeKind::FunctionArgument);
    const auto object = argument ? argument.part(Role::value) : Node();
    if (!object || !object.is(NodeKind::Object)) return;
    for (Node property : object.children()) {
      if (!property.is(NodeKind::ObjectProperty) || property_key(property, model_.arena()) != "description") continue;
      report(property.part(Role::name).span(), "no-conflicting-metadata",
             "The \"description\" metadata property conflicts with the \"description\" decorator and will be overwritten.");
    }
  });
}

}  // namespace fleetlint::compiler
