// The core linter: every rule in turn.
#include "linter/core_rule.h"
#include "suppression.h"

namespace fleetlint::compiler {

std::vector<Finding> CoreLint::run() {
  unused_names();
  user_defined_types();
  unquoted_property_names();
  interpolation();
  simple_interpolation();
  explicit_any();
  conflicting_metadata();
  parent_property();
  deployments_resources();
  stable_identifiers();
  stack_configurations();
  resource_id_functions();
  recognized_resource_types();
  secure_defaults();
  secrets_in_outputs();
  const Suppressions suppressions(model_.tree().tokens);
  std::erase_if(findings_, [&](const Finding& finding) { return suppressions.covers(finding.code, finding.location.span.begin); });
  return std::move(findings_);
}

bool calls_system_function(const SemanticModel& model, syntax::Node call, std::string_view name) {
  using syntax::NodeKind;
  using syntax::Role;
  if (call.name_text() != name) return false;
  if (call.is(NodeKind::FunctionCall)) {
    const auto* symbol = model.symbol_of(call);
    return symbol != nullptr && symbol->kind == SymbolKind::builtin_function;
  }
  if (!call.is(NodeKind::InstanceFunctionCall)) return false;
  const auto* base = model.symbol_of(call.part(Role::base));
  return base != nullptr && base->kind == SymbolKind::namespace_name && base->name == "sys";
}

std::vector<Finding> lint_core(const SemanticModel& model) { return CoreLint(model).run(); }

}  // namespace fleetlint::compiler
