// secure-secrets-in-params, artifacts-parameters, secure-params-in-parameters-file.
#include <fmt/format.h>

#include <algorithm>

#include "bind/uses.h"
#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

bool speaks_of_secret(std::string_view name) {
  const auto low = to_lower_ascii(name);
  const auto has = [&](std::string_view part) { return low.find(part) != std::string::npos; };
  constexpr std::string_view words[] = {"password", "pwd", "secret", "accountkey", "acctkey"};
  // What templates call names, addresses and rights of secrets.
  constexpr std::string_view harmless[] = {"secretpermissions", "secretversion", "secreturi", "secreturl", "secretname"};
  return std::ranges::any_of(words, has) && std::ranges::none_of(harmless, has);
}

Node default_value(Node parameter) {
  const auto modifier = parameter.child(NodeKind::ParameterDefaultValue);
  return modifier ? modifier.part(Role::value) : Node();
}

constexpr std::string_view location_name = "_artifactsLocation", token_name = "_artifactsLocationSasToken";

}  // namespace

// Written by its name alone: `@sys.secure()` is not seen, as in the reference.
bool CoreLint::has_secure_decorator(Node declaration) const {
  for (Node child : declaration.children()) {
    if (!child.is(NodeKind::Decorator)) continue;
    const auto call = child.part(Role::value);
    if (call && call.is(NodeKind::FunctionCall) && call.name_text() == "secure") return true;
  }
  return false;
}

void CoreLint::secrets_in_parameters() {
  for (const auto id : model_.declared(SymbolKind::parameter)) {
    const auto& symbol = model_.symbol(id);
    if (symbol.name.empty() || has_secure_decorator(symbol.declaration)) continue;
    const auto* type = model_.types().declared_type(symbol.declaration);
    const bool can_hold = type != nullptr && !type->is_any() && !type->is_error() && (is_assignable(*type, types::string) || is_assignable(*type, types::object));
    bool found = can_hold && speaks_of_secret(symbol.name);
    if (const auto value = default_value(symbol.declaration); !found && value) {
      // What is made of a secure parameter is a secret, too.
      each_below(value, [&](Node node) {
        const auto* named = node.is(NodeKind::VariableAccess) ? model_.symbol_of(node) : nullptr;
        found = found || (named != nullptr && named->kind == SymbolKind::parameter && has_secure_decorator(named->declaration));
      });
    }
    if (!found) continue;
    report(symbol.declaration.name_span(), "secure-secrets-in-params",
           fmt::format("Parameter '{}' may represent a secret (according to its name) and must be declared with the '@secure()' attribute.", symbol.name));
  }
}

void CoreLint::artifacts_parameters() {
  constexpr std::string_view rule = "artifacts-parameters";
  // A caller hands both on, whatever their defaults are.
  for (const auto& entry : model_.modules()) {
    if (entry.interface == nullptr) continue;
    for (const auto& parameter : entry.interface->parameters) {
      if (!equals_ignoring_case(parameter.name, location_name) && !equals_ignoring_case(parameter.name, token_name)) continue;
      if (entry.parameters && entry.parameters.is(NodeKind::Object) && find_property(entry.parameters, parameter.name, model_.arena())) continue;
      report(entry.declaration.name_span(), rule,
             fmt::format("Parameter '{}' of module '{}' should be assigned an explicit value.", parameter.name, model_.symbol(entry.symbol).name));
    }
  }

  Node location, token;
  for (const auto id : model_.declared(SymbolKind::parameter)) {
    const auto& symbol = model_.symbol(id);
    if (!location && equals_ignoring_case(symbol.name, location_name)) location = symbol.declaration;
    if (!token && equals_ignoring_case(symbol.name, token_name)) token = symbol.declaration;
  }
  if (!location && !token) return;
  if (!location || !token) {
    const auto given = location ? location_name : token_name;
    report((location ? location : token).name_span(), rule,
           fmt::format("If an '{}' parameter is provided, an '{}' parameter must also be provided.", given, location ? token_name : location_name));
    return;
  }
  for (const auto parameter : {location, token}) {
    const auto type = parameter.part(Role::type);
    if (type && type.is(NodeKind::TypeVariableAccess) && type.name_text() != "string") {
      report(type.span(), rule, fmt::format("Artifacts parameter '{}' must be of type 'string'", parameter.name_text()));
    }
  }
  if (const auto type = token.part(Role::type); type && !has_secure_decorator(token)) {
    report(type.span(), rule, fmt::format("Artifacts parameter '{}' must use the @secure() attribute", token.name_text()));
  }
  const auto text_of = [&](Node value) { return value.is(NodeKind::String) ? literal_text(value, model_.arena()) : std::nullopt; };
  if (const auto value = default_value(location)) {
    const auto text = text_of(value);
    const auto written = to_lower_ascii(value.text());
    const auto call = written.find("deployment(");
    const bool from_link = call != std::string::npos && written.find(".templatelink", call) != std::string::npos;
    if (!(text && text->starts_with("http")) && !from_link) {
      report(value.span(), rule,
             fmt::format("If the '{}' parameter has a default value, it must be a raw URL or an expression like 'deployment().properties.templateLink.uri'.", location_name));
    }
  }
  if (const auto value = default_value(token); value && text_of(value) != "") {
    report(value.span(), rule, fmt::format("If the '{}' parameter has a default value, it must be an empty string.", token_name));
  }
}

void CoreLint::secure_values_in_parameter_file() {
  if (model_.file().kind != FileKind::parameters) return;
  const auto is_secure = [&](Node assignment) {
    const auto* type = model_.types().declared_type(assignment);
    return type != nullptr && is_or_contains_secure(*type);
  };
  std::uint64_t work_left = 5'000'000;  // for assignments that are made of each other; what is beyond is not looked at
  for (const auto id : model_.declared(SymbolKind::parameter_assignment)) {
    const auto assignment = model_.symbol(id).declaration;
    const auto* target = model_.types().declared_type(assignment);
    const auto value = assignment.part(Role::value);
    if (target == nullptr || !value || is_or_contains_secure(*target)) continue;
    // Every assignment that the value is made of, directly or through others.
    std::vector<SymbolId> secure;
    each_used_symbol(model_, value, [&](SymbolId used) {
      const auto& symbol = model_.symbol(used);
      const bool is_assignment = symbol.kind == SymbolKind::parameter_assignment;
      if (is_assignment && is_secure(symbol.declaration)) secure.push_back(used);
      return is_assignment || symbol.kind == SymbolKind::variable ? symbol.declaration.part(Role::value) : Node();
    }, work_left);
    if (secure.empty()) continue;
    std::string names;
    for (const auto named : secure) names += fmt::format("{}'{}'", names.empty() ? "" : ", ", model_.symbol(named).name);
    report(value.span(), "secure-params-in-parameters-file",
           fmt::format("Insecure parameter '{}' is assigned a value that references secure parameter(s) {}, which could expose their values in deployment history.",
                       model_.symbol(id).name, names));
  }
}

}  // namespace fleetlint::compiler
