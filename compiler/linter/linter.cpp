// The core linter: every rule in turn.
#include <algorithm>

#include "fleetlint/base/unicode.h"
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
  decompiled_names();
  json_null();
  parent_property();
  deployments_resources();
  stable_identifiers();
  stack_configurations();
  resource_id_functions();
  recognized_resource_types();
  secure_defaults();
  secrets_in_outputs();
  numbers_of_declarations();
  literal_admin_names();
  preview_images();
  old_powershell();
  safe_access();
  environment_addresses();
  secrets_in_parameters();
  artifacts_parameters();
  secure_values_in_parameter_file();
  secrets_in_commands();
  nested_deployment_scoping();
  secrets_in_nested_deployments();
  references_by_function();
  unnecessary_dependencies();
  secure_inputs();
  short_circuits();
  descriptions();
  fixed_locations();
  location_parameters_of_modules();
  location_expressions();
  old_api_versions();
  module_names();
  module_versions();
  constant_outputs();
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

bool calls_azure_function(const SemanticModel& model, syntax::Node call) {
  using syntax::NodeKind;
  if (call.is(NodeKind::FunctionCall)) {
    const auto* symbol = model.symbol_of(call);
    return symbol != nullptr && symbol->kind == SymbolKind::builtin_function;
  }
  if (!call.is(NodeKind::InstanceFunctionCall)) return false;
  const auto* base = model.symbol_of(call.part(syntax::Role::base));
  return base != nullptr && base->kind == SymbolKind::namespace_name && base->name == "az";
}

bool same_tokens(syntax::Node a, syntax::Node b) {
  if (!a || !b || a.end_token() - a.first_token() != b.end_token() - b.first_token()) return false;
  const auto& tokens = a.tree().tokens;
  for (std::uint32_t i = 0; i < a.end_token() - a.first_token(); ++i) {
    if (tokens.text.substr(tokens.span(a.first_token() + i).begin, tokens.span(a.first_token() + i).size()) !=
        tokens.text.substr(tokens.span(b.first_token() + i).begin, tokens.span(b.first_token() + i).size())) {
      return false;
    }
  }
  return true;
}

std::vector<Finding> lint_core(const SemanticModel& model) { return CoreLint(model).run(); }

namespace {

constexpr CoreRule rules[] = {
#define CORE_RULE(code, level, meaning, advice) {code, Severity::level, meaning, advice},
#include "linter/core_rules.def"
};

/// The level that the configuration gives a rule. What is no level is ignored, as the reference does.
Severity level_of(const CoreRule& rule, const Configuration& configuration) {
  const auto* node = configuration.rule_setting(rule.code, "level");
  if (node == nullptr || !node->is_string()) return rule.level;
  for (const auto level : {Severity::off, Severity::info, Severity::warning, Severity::error})
    if (equals_ignoring_case(node->text, to_string(level))) return level;
  return rule.level;
}

}  // namespace

std::span<const CoreRule> core_rules() { return rules; }

const CoreRule* find_core_rule(std::string_view code) {
  const auto* found = std::find_if(std::begin(rules), std::end(rules), [&](const CoreRule& rule) { return equals_ignoring_case(rule.code, code); });
  return found == std::end(rules) ? nullptr : found;
}

bool CoreLint::runs(std::string_view rule) const {
  if (configuration_ == nullptr) return false;
  const auto* known = find_core_rule(rule);
  return known != nullptr && level_of(*known, *configuration_) != Severity::off;
}

std::vector<Finding> lint_core(const SemanticModel& model, const Configuration& configuration, std::int64_t today) {
  if (!configuration.analyzers_enabled) return {};
  auto found = CoreLint(model, &configuration, today).run();
  for (auto& finding : found)
    if (const auto* rule = find_core_rule(finding.code)) finding.severity = level_of(*rule, configuration);
  std::erase_if(found, [](const Finding& finding) { return finding.severity == Severity::off; });
  return found;
}

}  // namespace fleetlint::compiler
