#pragma once
// The types of one file. One class, because expressions, declarations and narrowing ask each other all the time; its parts
// are in files of their own:
//   expressions.cpp    what an expression is            operators.cpp   results of operators
//   access.cpp         members and items                calls.cpp       overloads, lambdas, results of functions
//   declared_types.cpp type syntax                      bodies.cpp      what resources, modules, tests may hold
//   narrowing.cpp      may this value stand here        statements.cpp  the check of a whole file
//   facts.cpp          what emission asks               deploy_time.cpp what must be known at the start
//   decorators.cpp     decorators, where a function may stand
//   type_checks.cpp    types that hold themselves, unions
//   extension_configs.cpp  what extensions are configured with
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "bind/syntax_queries.h"
#include "diagnostics.h"
#include "fleetlint/compiler/function_table.h"
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

struct DecoratorFacts;
struct TextPatterns;

/// Marks the type of a wrong member (access.cpp).
inline constexpr std::string_view told_error_text = "told";

/// A resource type taken apart: the body that Bicep checks against, where it may be, and whether anything is known of it.
struct ResourceFacts {
  const Type* type = nullptr;  ///< TypeKind::resource
  bool known = false;          ///< found in an index; else the generic body
  SymbolId extension;          ///< which extension has it; none: Azure
  bool write_only = false;     ///< cannot be read where it is not deployed
  /// Why there is no type, and what that is about.
  enum class Problem : std::uint8_t { none, ambiguous, not_in_namespace, other_namespace_than_parent } problem = Problem::none;
  std::string subject, other;
};

/// Lists that are joined with themselves again and again double each time: from this length on they are plain arrays.
inline constexpr std::size_t longest_tuple = 10'000;

class Checker final : public TypeFacts, public TypeSource {
 public:
  Checker(const SemanticModel& model, const InterfaceTable& interfaces);

  // TypeFacts
  const Type* type_of(syntax::Node expression) override;
  const Type* declared_type(syntax::Node declaration) override;
  std::optional<std::string_view> string_literal(syntax::Node expression) override;
  bool assignable_to_int(syntax::Node expression) override;
  std::optional<bool> module_output_is_secure(syntax::Node expression, std::string_view name) override;
  CallFacts call(syntax::Node call) override;
  BodyMember body_member(SymbolId resource_or_module, std::string_view name) override;
  SymbolId extension_of(const DeclaredResource& resource) override;
  ExtensionFacts extension(SymbolId declared) override;
  std::vector<ExtensionFacts> implicit_extensions() override;
  bool output_is_secure(SymbolId output) override;
  ScopeSet valid_scopes(const DeclaredResource& resource) override;
  ScopeSet read_only_scopes(const DeclaredResource& resource) override;
  std::string run_time_identifiers(const DeclaredResource& resource) override;
  void check() override;

  // TypeSource: types of aliases are found when needed, because they may refer to themselves. The number is a node's index.
  const Type* resolve(std::uint64_t number) const override;

  TypeArena& arena() { return arena_; }

  /// What a parameter file or the caller of this file may set of one of its extensions.
  struct ExtensionConfig {
    std::string_view alias;
    const Type* type = nullptr;  ///< null: the extension takes no configuration
    bool required = false;       ///< something that must be set has no value in this file
  };
  /// Of each declared extension, once the file is checked.
  const std::vector<ExtensionConfig>& extension_configs() const { return extension_configs_; }
  /// What an `extension` statement may be configured with; null when nothing, or when the extension is not known.
  const Type* extension_configuration(SymbolId extension);
  /// What an `extensionConfig` statement may assign; null when nothing.
  const Type* assigned_configuration(syntax::Node statement);
  /// What a symbol of the file stands for, where it is used at `at`.
  const Type* symbol_type(const Symbol& symbol, SymbolId id, syntax::Node at);
  /// The parameter files that this one extends, the nearest first.
  std::vector<const SemanticModel*> extended_models() const;
  void check_inherited_assignments(const ModuleInterface& used);
  std::vector<Finding> what_does_not_fit(syntax::Node value, const Type* declared);
  /// What `base` is in a parameter file: an object of what the extended files assign.
  const Type* base_parameters_type();
  /// What a resource or module may hold; null when it is not known. Implemented in deploy_time.cpp.
  const Type* body_of_symbol(SymbolId id);
  /// What a value is where this type is wanted; tells nothing.
  const Type* narrowed_value(syntax::Node value, const Type* target);

 private:
  using Node = syntax::Node;
  using NodeKind = syntax::NodeKind;
  using Role = syntax::Role;

  static const Type* told_error();  // access.cpp

  // expressions.cpp
  const Type* compute(Node node);
  const Type* string_type(Node node);
  const Type* object_type(Node node);
  const Type* array_type(Node node);
  const Type* ternary_type(Node node);
  const Type* loop_type(Node node);
  const Type* local_variable_type(Node node);
  const Type* variable_access_type(Node node);
  void report_unresolved(Node node);
  const Type* resource_access_type(Node node);
  const Type* condition_body_type(Node node);

  // operators.cpp
  const Type* binary_type(Node node);
  const Type* unary_type(Node node);
  const Type* fold_binary(Node node, syntax::TokenKind op, const Type& left, const Type& right);
  const Type* fold_unary(syntax::TokenKind op, const Type& operand);
  const Type* negate(const Type& type);
  bool inside_ternary_branch(Node node) const;

  // access.cpp
  const Type* access_type(Node node);
  const Type* item_at(Node access, const Type& base, const Symbol* disabled_base, const Type& index);
  const Type* member_of(Node access, const Type& base, const Symbol* disabled_base);
  const Type* named_property(const Type& base, std::string_view name, Span at, bool safe, bool warn);
  const Type* property_of_union(const Type& base, std::string_view name, Span at, bool safe, bool warn);
  const Type* property_of_variants(const Type& base, std::string_view name, Span at, bool safe, bool warn);
  const Type* unknown_property(const Type& base, std::string_view name, Span at, bool warn, bool of_type = false);
  bool access_error(PropertyFlags flags, const Type& base, std::string_view name, Span at, bool safe, bool warn);
  const Type* invalid_access(Span at, Diagnostic kind, std::string argument, bool safe);
  const Symbol* possibly_disabled(Node base) const;
  bool may_be_disabled(const Symbol& symbol);
  bool resource_may_be_disabled(const DeclaredResource& resource);

  // calls.cpp
  struct Match {
    const FunctionOverload* overload = nullptr;
    const Type* result = nullptr;
    CallFacts facts;
  };
  const Type* call_type(Node node);
  const Type* instance_call_type(Node node);
  bool refuse_banned(Node call);
  const Type* match_call(Node node, std::span<const FunctionOverload* const> overloads, std::vector<const Type*> arguments, bool broken);
  const Type* user_function_type(Node node, const Type* signature, std::string_view name);
  const Type* parameter_type(const FunctionOverload& overload, std::size_t position, Node call);
  const Type* result_type(const FunctionOverload& overload, Node call, const std::vector<const Type*>& arguments, CallFacts& facts);
  const Type* deployment_type(const FunctionOverload& overload);
  const Type* lambda_type(Node node);
  const Type* lambda_parameter_type(Node lambda, std::size_t position);
  const Type* flatten_type(const Type& from, const Type& type, Node at);
  FunctionsFor functions_for() const;
  bool offered(const FunctionOverload& overload) const;
  std::vector<const FunctionOverload*> overloads_named(std::string_view name, std::string_view name_space) const;

  // decorators.cpp
  const DecoratorFacts* decorator_facts(std::string_view name) const;
  /// The node of the first resource that is declared in an object: nodes before it have smaller numbers. UINT32_MAX: none.
  std::uint32_t first_nested_resource(Node object);
  std::uint32_t allowed_at(Node call);
  bool may_stand(Node call, std::string_view name, std::uint32_t needed, std::uint32_t allowed);
  std::uint32_t needed_by(std::span<const FunctionOverload* const> overloads) const;
  const Type* called_type(Node node, std::string_view name_space, std::vector<const Type*> arguments, bool broken);
  void report_unknown_function(Node node, std::string_view name_space, bool decorates);
  const Type* decorated_type(Node decorated);
  bool refers_to_alias(Node type) const;
  bool is_literal_syntax(Node type);
  void check_decorators(Node decorated);
  /// `type`: the type that the decorated thing is declared with, as it is written.
  void check_decorator(Node decorator, Node call, const DecoratorFacts& facts, const Type& target, Node type);
  void check_exported(Node decorator, Node decorated);
  void check_missing_declaration(Node statement);
  void refuse_decorators(Node statement);

  // folding.cpp
  /// The type of the value that the ARM function gives for these literal types; null when they are not all literal, when
  /// the value has no type (a decimal), or when the function fails, which is then reported at `at` (BCP234), if given.
  const Type* fold_call(std::string_view function, const std::vector<const Type*>& arguments, std::optional<Span> at);

  // load_calls.cpp
  class LoadCall;  // load_calls.cpp
  const Type* load_result(const FunctionOverload& overload, Node call, const std::vector<const Type*>& arguments, CallFacts& facts);
  const Type* type_of_json(const arm::Node& node, bool read_only);
  std::optional<std::string> name_of(Node expression);
  const arm::Node* string_node(std::string_view text);

  // declared_types.cpp
  TypeRef type_reference(Node type);
  const Type* type_from_syntax(Node type);
  const Type* compute_type_syntax(Node type);
  bool requires_deferral(Node type) const;
  const Type* alias_type(const Symbol& symbol);
  const Type* named_type(Node node);
  const Type* union_syntax_type(Node node);
  const Type* object_syntax_type(Node node);
  const Type* tuple_syntax_type(Node node);
  const Type* type_access(Node node);
  const Type* instantiated_type(Node node);
  const Type* resource_derived_type(Node argument, Span inside, std::string_view variant);
  std::string known_namespaces() const;
  /// Types that have a name without being declared, sorted.
  std::vector<std::string> ambient_type_names() const;
  /// These and those of the file, as messages list them.
  std::vector<std::string> known_types() const;
  /// The resource type without namespace, if it is one that an extension of the file defines.
  std::optional<std::string_view> type_of_extension(std::string_view text) const;
  const Type* with_allowed_values(const Type* type, Node parameter);
  const Type* apply_decorators(const Type* type, Node decorated, bool loose);
  std::optional<std::int64_t> integer_decorator(Node decorated, std::string_view name);
  std::string_view description_of(Node decorated);
  const Type* declared_type_of_member(Node node);
  std::string type_syntax_name(Node type, const TypeRef& reference);

  // type_checks.cpp
  const std::vector<SymbolId>* type_cycle(SymbolId alias);
  void find_type_cycles();
  void collect_required(Node type, bool inside, std::vector<SymbolId>& found);
  bool allows_null(Node type, int depth);
  void check_union(Node node);
  void check_cyclic_members(Node node);

  // bodies.cpp
  const ResourceFacts& resource_facts(const DeclaredResource& resource);
  const Type* az_resource_type(std::string_view name, std::string_view version, bool existing, bool has_parent, bool nested, bool& known);
  const Type* az_body(const Type& body, std::string_view name, std::string_view version, ScopeSet scopes, bool existing, bool nested, bool has_parent);
  const Type* extension_body(const Type& body, bool existing);
  ResourceFacts extension_resource(SymbolId extension, const DeclaredResource& resource, bool fallback);
  std::string_view namespace_of(const DeclaredResource& resource);
  const Type* module_type(const DeclaredModule& module);
  const Type* test_type(Node declaration);
  const Type* generic_body(std::string_view type, std::string_view version);
  const Type* scope_property_type(ScopeSet scopes, bool existing);
  std::vector<Property> common_resource_properties(std::string_view type, std::string_view version);
  const Type* depends_on_type();

  // extension_configs.cpp
  const Type* configuration_left(SymbolId extension);
  void check_implicit_extensions();
  void check_duplicate_namespaces();
  void collect_extension_configs();
  void check_extension(Node statement);
  void check_extension_config(Node statement);
  void check_extension_assignments(Node using_statement);
  const Type* with_optional(const Type& object, std::span<const Property> given, std::string_view kept);

  // narrowing.cpp
  struct Narrowing {
    enum class Place : std::uint8_t { value, item, spread, property };
    bool skip_constant_check = false;
    bool skip_type_errors = false;
    bool disallow_any = false;
    bool resource_declaration = false;  ///< what does not fit may be the fault of the type
    Place place = Place::value;         ///< what a mismatch is called
    bool warn = false;                  ///< a mismatch is a warning (item, spread, property)
    bool show_inaccuracy = false;
    bool build = false;  ///< the narrowed type is asked for, not only the findings
    Node origin;                        ///< the name through which the value is reached
    std::string_view property;          ///< whose value is checked
  };
  const Type* narrow(Node expression, const Type* target, const Narrowing& how);
  const Type* narrow_type(Node expression, const Type* type, const Type* target, const Narrowing& how);
  const Type* narrow_object(Node expression, const Type& source, const Type& target, const Narrowing& how);
  const Type* narrow_discriminated(Node expression, const Type& source, const Type& target, const Narrowing& how);
  const Type* narrow_array(Node expression, const Type& source, const Type& target, const Narrowing& how);
  const Type* collapsed(const Type* target);
  const Type* or_null(const Type* target);
  const Type* with_body(const Type* type, const Type* body);
  const Type* narrowed_scalar(const Type& type, const Type* target);
  const Type* narrowed_object(const Type& target, std::vector<Property> properties, const Narrowing& how);
  /// The type with these flags taken from its properties and from those below them.
  TypeRef without_flags(TypeRef type, PropertyFlags flags);
  const Type* resolve_without_flags(std::size_t index);
  const Type* narrow_union(Node expression, const Type* type, const Type& target, const Narrowing& how);
  [[gnu::cold]] void mismatch(Node expression, const Type& source, const Type& target, const Narrowing& how);
  void check_constant(Node expression);
  void check_integer_range(Node expression, const Type& source, const Type& target, bool warn);
  /// Whether the text is as the pattern of its type wants it, as far as that can be told.
  bool matches_pattern(std::string_view text, std::string_view pattern);
  void check_string_length(Node expression, const Type& source, const Type& target, bool warn);
  void check_length(Node expression, std::optional<std::int64_t> source_min, std::optional<std::int64_t> source_max, std::optional<std::int64_t> low,
                    std::optional<std::int64_t> high, bool warn, bool exact);
  Node declaring_syntax(Node access) const;
  std::pair<Span, std::string> missing_property_place(Node expression) const;
  bool should_warn(const Type& target) const;
  bool should_warn_for_property(const Type& target) const;

  // statements.cpp
  void check_statement(Node statement);
  void check_value_of_statement(Node statement, Node value);
  void check_parameter(Node statement);
  void check_default_names(Node modifier);
  void check_imports();
  void check_import_contexts();  // import_contexts.cpp
  void check_parameter_file_statements();
  void check_target_scope(Node statement);
  void check_resource(Node statement);
  void check_assignment(Node statement);
  void check_resource_interface(Node statement);
  /// Of parameters and outputs, or of one export of the module.
  void check_derived_types(const ModuleInterface& interface, const ModuleInterface::Export* exported, Span at);
  std::uint64_t derived_types_work_ = 0;
  void check_using(Node statement);
  const Type* using_config_type();  // using_config.cpp
  void check_using_config(Node statement);
  void check_reference(Node statement, Node place);
  void check_value(Node value, const Type* declared, const Narrowing& how);
  const Type* narrowed_declaration(Node statement, SymbolId id);
  Node body_of(Node statement) const;
  const ModuleInterface* used_module() const;
  void visit_types(Node node);
  void check_deploy_time_values();  // deploy_time.cpp

  template <typename... Args>
  [[gnu::cold]] void report(Span span, Diagnostic kind, Args&&... args) {
    if (muted_ == 0) compiler::report(model_.findings(), model_.location(span), kind, std::forward<Args>(args)...);
  }

  /// With the severity of a warning when `warn`.
  template <typename... Args>
  [[gnu::cold]] void report_as(bool warn, Span span, Diagnostic kind, Args&&... args) {
    if (muted_ != 0) return;
    report(span, kind, std::forward<Args>(args)...);
    if (warn) model_.findings().back().severity = Severity::warning;
  }

  const SemanticModel& model_;
  const InterfaceTable& interfaces_;
  TypeArena arena_;
  std::recursive_mutex resolving_;
  std::vector<const Type*> types_;      // of expressions, by node; null: not computed
  std::vector<const Type*> syntax_types_;  // of type syntax and declarations, by node
  std::vector<std::uint8_t> busy_;      // 1: the type is being computed
  std::unordered_map<std::uint32_t, Match> calls_;
  std::unordered_map<std::uint32_t, const Type*> lambda_targets_;  // lambda node: the lambda type that is wanted
  std::unordered_map<std::uint32_t, std::uint32_t> first_nested_resources_;  // by object
  std::unordered_map<std::uint32_t, ResourceFacts> resources_;     // by symbol
  const Type* base_parameters_ = nullptr;                          // once asked for
  std::unordered_map<std::uint32_t, const Type*> modules_;         // by symbol
  std::unordered_map<const Type*, const ModuleInterface*> interface_of_type_;
  std::unordered_map<std::string, const Type*> resource_bodies_;
  const Type* depends_on_ = nullptr;
  std::set<std::tuple<std::uint32_t, const Type*, const Type*>> narrowed_;  // values and types already compared
  std::unordered_map<const Type*, const Type*> collapsed_, nullable_;  // of types that values were narrowed to
  int narrowing_depth_ = 0;
  std::optional<std::unordered_map<std::uint32_t, std::vector<SymbolId>>> type_cycles_;  // by symbol of a type alias
  std::vector<ExtensionConfig> extension_configs_;
  std::shared_ptr<TextPatterns> text_patterns_;  ///< of what was checked so far
  const Type* kubernetes_configuration_ = nullptr;
  int muted_ = 0;
  int attempts_ = 0;      // candidates of a union that are being tried: their findings may be taken back
  bool checked_ = false;  // the whole file is; nothing is told any more
  std::vector<Finding> found_in_attempt_;  // of declarations that were checked while a candidate was tried
  struct Unflagged {
    TypeRef of;
    PropertyFlags flags;
    const Type* made = nullptr;
  };
  static constexpr std::uint64_t first_unflagged = std::uint64_t{1} << 32;  // smaller numbers of types are nodes
  std::vector<Unflagged> unflagged_;                           // types without `read only` or `write only`, made when asked for
  std::map<std::pair<const Type*, std::uint16_t>, const Type*> unflagged_of_;
  std::unordered_map<std::uint32_t, const Type*> narrowed_declarations_;  // by node of the declaration
};

}  // namespace fleetlint::compiler
