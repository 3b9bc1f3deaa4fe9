// nested-deployment-template-scoping, secure-params-in-nested-deploy: deployments that are written as resources.
#include <fmt/format.h>

#include <set>

#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"
#include "lower/emit_settings.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

constexpr std::string_view deployments = "Microsoft.Resources/deployments";

}  // namespace

void CoreLint::nested_deployment_scoping() {
  bool inner_by_default = false, asked = false;
  for (const auto& resource : model_.resources()) {
    if (!resource.is_az() || !resource.body || !equals_ignoring_case(resource.type.type, deployments)) continue;
    const auto properties = property_value_ignoring_case(resource.body, "properties", model_.arena());
    if (!properties || !properties.is(NodeKind::Object)) continue;
    const auto nested = property_value_ignoring_case(properties, "template", model_.arena());
    if (!nested) continue;
    if (!asked) inner_by_default = emit_settings(model_).symbolic_names;
    asked = true;
    if (!inner_by_default) {
      const auto options = property_value_ignoring_case(properties, "expressionEvaluationOptions", model_.arena());
      const auto scope = options && options.is(NodeKind::Object) ? property_value_ignoring_case(options, "scope", model_.arena()) : Node();
      const auto text = scope ? model_.types().string_literal(scope) : std::nullopt;
      if (!text || !equals_ignoring_case(*text, "inner")) continue;
    }
    each_below(nested, [&](Node node) {
      if (!node.is(NodeKind::VariableAccess) && !node.is(NodeKind::FunctionCall) && !node.is(NodeKind::TypeVariableAccess)) return;
      const auto* symbol = model_.symbol_of(node);
      if (symbol == nullptr || !symbol->scope || symbol->scope.index != 0) return;
      report(node.span(), "nested-deployment-template-scoping",
             fmt::format("The symbol \"{}\" is declared in the context of the outer deployment and cannot be accessed by expressions within a nested deployment template "
                         "that uses inner scoping for expression evaluation.",
                         symbol->name));
    });
  }
}

void CoreLint::secrets_in_nested_deployments() {
  constexpr std::string_view rule = "secure-params-in-nested-deploy";
  bool asked = false;
  constexpr std::string_view solution = "Either set the deployment's properties.expressionEvaluationOptions.scope to 'inner' or use a Bicep module instead.";
  for (const auto& resource : model_.resources()) {
    // Nested resources are not looked at, as in the reference.
    if (!resource.body || (resource.parent && resource.parent->nested) || !equals_ignoring_case(resource.type.type, deployments)) continue;
    const auto properties = property_value(resource.body, "properties", model_.arena());
    if (!properties || !properties.is(NodeKind::Object)) continue;
    const auto options = property_value(properties, "expressionEvaluationOptions", model_.arena());
    const auto scope = options && options.is(NodeKind::Object) ? property_value(options, "scope", model_.arena()) : Node();
    const auto text = scope && scope.is(NodeKind::String) ? literal_text(scope, model_.arena()) : std::nullopt;
    if (text && equals_ignoring_case(*text, "inner")) continue;
    const auto nested = property_value(properties, "template", model_.arena());
    if (!nested || !nested.is(NodeKind::Object)) continue;
    // With symbolic names there is no outer scope.
    if (!asked && emit_settings(model_).symbolic_names) return;
    asked = true;
    std::set<std::uint32_t> used;  // parameters, in the order of their declaration
    Node list_call;
    each_below(resource.declaration, [&](Node node) {
      const auto id = node.is(NodeKind::VariableAccess) ? model_.symbol_at(node) : SymbolId{};
      if (id && model_.symbol(id).kind == SymbolKind::parameter) used.insert(id.index);
      if (!list_call && calls_azure_function(model_, node) && node.name_text().starts_with("list")) list_call = node;
    });
    const auto name = model_.symbol(resource.symbol).name;
    std::string secure;
    for (const auto index : used) {
      const auto& symbol = model_.symbol(SymbolId{index});
      if (has_secure_decorator(symbol.declaration)) secure += fmt::format("{}'{}'", secure.empty() ? "" : ", ", symbol.name);
    }
    if (!secure.empty()) {
      report(resource.declaration.name_span(), rule,
             fmt::format("'{}' is an outer scoped nested deployment that accesses secure string parameters ({}), which could expose their values in deployment history. {}", name,
                         secure, solution));
    }
    if (list_call) {
      report(resource.declaration.name_span(), rule,
             fmt::format("'{}' is an outer scoped nested deployment that calls a list* function (\"{}\"), which could expose sensitive values in deployment history. {}", name,
                         list_call.text(), solution));
    }
  }
}

}  // namespace fleetlint::compiler
