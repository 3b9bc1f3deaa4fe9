#pragma once
// What the rules of the core linter share. Each rule is a function; linter.cpp has the list.
#include <string>

#include "bind/syntax_queries.h"
#include "fleetlint/compiler/core_linter.h"

namespace fleetlint::compiler {

/// A call of this function of `sys`, by its name alone or as `sys.name()`.
bool calls_system_function(const SemanticModel& model, syntax::Node call, std::string_view name);

/// A call of a function of `az`, if the name is that of one: by its name alone or as `az.name()`.
bool calls_azure_function(const SemanticModel& model, syntax::Node call);
/// `Word.Word/Word`, letters only.
bool looks_like_resource_type(std::string_view text);
/// Equal but for blanks, line breaks and comments.
bool same_tokens(syntax::Node a, syntax::Node b);

class CoreLint {
 public:
  using Node = syntax::Node;
  using NodeKind = syntax::NodeKind;
  using Role = syntax::Role;

  /// Without a configuration, rules that ask for it with `runs` do not run. `today`: days since 1970-01-01.
  explicit CoreLint(const SemanticModel& model, const Configuration* configuration = nullptr, std::int64_t today = 0)
      : model_(model), configuration_(configuration), today_(today) {}
  std::vector<Finding> run();

 private:
  void report(Span span, std::string_view rule, std::string message) {
    Finding finding;
    finding.code = rule;
    finding.severity = Severity::warning;
    finding.message = std::move(message);
    finding.location = model_.location(span);
    findings_.push_back(std::move(finding));
  }
  template <typename Action>
  void each(NodeKind kind, Action&& action) {
    const auto& nodes = model_.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      if (nodes[i].kind == kind) action(model_.tree().node(i));
    }
  }
  template <typename Action>
  void each_below(Node from, Action&& action) {
    const auto end = from.index() + from.raw().subtree_size;
    for (auto i = from.index(); i < end; ++i) action(model_.tree().node(i));
  }
  bool calls(Node call, std::string_view name) const { return calls_system_function(model_, call, name); }
  /// Whether the configuration has the rule on: asked by those that are off by default.
  bool runs(std::string_view rule) const;
  const arm::Node* setting(std::string_view rule, std::string_view name) const { return configuration_->rule_setting(rule, name); }

  void unused_names();               // names.cpp
  void user_defined_types();         // style.cpp
  void unquoted_property_names();
  void interpolation();
  void simple_interpolation();
  void explicit_any();
  void conflicting_metadata();
  void decompiled_names();           // cleanup.cpp
  void json_null();
  void parent_property();            // resources.cpp
  void deployments_resources();
  void stable_identifiers();
  void stack_configurations();       // extension_configs.cpp
  void resource_id_functions();      // resource_ids.cpp
  void recognized_resource_types();
  void secure_defaults();            // secrets.cpp
  void secrets_in_outputs();
  void secrets_in_commands();
  void secrets_in_parameters();      // parameters.cpp
  void artifacts_parameters();
  void secure_values_in_parameter_file();
  void numbers_of_declarations();    // limits.cpp
  void literal_admin_names();        // literals.cpp
  void preview_images();
  void old_powershell();
  void environment_addresses();
  void safe_access();                // references.cpp
  void references_by_function();
  void nested_deployment_scoping();  // nested_deployments.cpp
  void secrets_in_nested_deployments();
  void unnecessary_dependencies();   // dependencies.cpp
  void secure_inputs();              // secure_inputs.cpp
  void short_circuits();             // what_if.cpp
  void descriptions();               // descriptions.cpp
  void fixed_locations();            // locations.cpp
  void location_parameters_of_modules();
  void location_expressions();
  void old_api_versions();           // api_versions.cpp
  void module_names();               // modules.cpp
  void module_versions();
  void constant_outputs();
  struct PossibleSecret {
    Span place;
    std::string what;
  };
  std::vector<PossibleSecret> possible_secrets(Node within);
  bool has_secure_decorator(Node declaration) const;

  const SemanticModel& model_;
  const Configuration* configuration_;
  std::int64_t today_;
  std::vector<Finding> findings_;
};

}  // namespace fleetlint::compiler
