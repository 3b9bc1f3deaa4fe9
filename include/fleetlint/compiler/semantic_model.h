#pragma once
// The bound form of one .bicep or .bicepparam file: symbols, scopes, what each name stands for, resources with their
// ancestors, modules with their interfaces. Types are asked through TypeFacts.
//
// Side tables are keyed by the index of a syntax node (pre-order, so a subtree is a range of indices).
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleetlint/base/arena.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/base/source.h"
#include "fleetlint/compiler/module_interface.h"
#include "fleetlint/compiler/source_graph.h"
#include "fleetlint/grammar/syntax.h"

namespace fleetlint::compiler {

struct SymbolId {
  std::uint32_t index = UINT32_MAX;
  constexpr explicit operator bool() const { return index != UINT32_MAX; }
  friend constexpr bool operator==(SymbolId, SymbolId) = default;
  friend constexpr auto operator<=>(SymbolId, SymbolId) = default;
};
struct ScopeId {
  std::uint32_t index = UINT32_MAX;
  constexpr explicit operator bool() const { return index != UINT32_MAX; }
  friend constexpr bool operator==(ScopeId, ScopeId) = default;
};

enum class SymbolKind : std::uint8_t {
  metadata, extension, parameter, variable, type_alias, function, resource, module, test, output, assertion,
  imported_type, imported_variable, imported_function,
  imported_error,  ///< an import whose file or symbol is not there or has errors
  wildcard_import,
  loop_item, loop_index,
  lambda_parameter,    ///< of an untyped lambda
  function_parameter,  ///< of the lambda of a `func`
  this_namespace,      ///< `this` in the body of a resource that is deployed
  parameter_assignment, extension_config, base_parameters,  ///< parameter files
  // Not declared in the file; made when first used:
  namespace_name,    ///< `sys`, `az`
  ambient_type,      ///< string, int, bool, object, array, any, resourceInput, …
  builtin_function,  ///< a function of the implicit namespaces; whether there is one is asked from the function table
  unresolved,        ///< no such name
};

/// A declared thing.
struct Symbol {
  SymbolKind kind = SymbolKind::unresolved;
  bool is_collection = false;  ///< resource, module, variable whose value is a loop
  bool is_existing = false;    ///< resource
  bool is_named = false;       ///< some expression names it
  bool is_inlined = false;     ///< variable or existing resource that is put in place where it is used (emission rules K3, K5)
  std::string_view name;
  ScopeId scope;              ///< where it is declared; none for built-ins
  syntax::Node declaration;   ///< its statement, or the LocalVariable / TypedLocalVariable / ImportedSymbolsListItem / WildcardImport
  std::uint32_t detail = UINT32_MAX;  ///< index into resources(), modules() or imports(), by kind
};

/// Where names are looked up: the file, a resource body, a loop, a lambda.
struct NameScope {
  syntax::Node declaring;  ///< Program, ResourceDeclaration, For, Lambda, TypedLambda
  syntax::Node binding;    ///< the part in which its names hold
  ScopeId parent;
  std::vector<SymbolId> symbols;   ///< in source order
  std::vector<ScopeId> children;   ///< in source order
};

/// `Microsoft.Compute/virtualMachines/extensions@2024-07-01`, taken apart; nested resources include the parent's type.
struct ResourceTypeName {
  std::string_view type;         ///< without version
  std::string_view api_version;  ///< empty when none
  std::string full() const;      ///< with version, if any
};

/// A resource with an ancestor: nested in it, or naming it with `parent`.
struct ResourceParent {
  std::uint32_t resource = UINT32_MAX;  ///< index into resources()
  bool nested = false;
  syntax::Node index;  ///< `parent: ps[INDEX]`
};

struct DeclaredResource {
  SymbolId symbol;
  syntax::Node declaration;
  syntax::Node loop;       ///< For, if any
  syntax::Node condition;  ///< IfCondition, if any
  syntax::Node body;       ///< Object; none when broken
  syntax::Node name;       ///< value of `name`
  syntax::Node scope;      ///< value of `scope`
  syntax::Node depends_on; ///< value of `dependsOn`
  ResourceTypeName type;
  std::string_view name_space;  ///< `az:` in front of the type, without the colon; empty: any
  std::optional<ResourceParent> parent;
  /// Oldest first; the last one is `parent`. Empty in a cycle.
  std::vector<ResourceParent> ancestors;
  std::string_view symbolic_name;  ///< `parent::child` for nested ones
  SymbolId extension;              ///< of a resource of an extension; none for Azure's
  bool is_az() const { return !extension; }
};

struct DeclaredModule {
  SymbolId symbol;
  syntax::Node declaration;
  syntax::Node loop, condition, body;
  syntax::Node name, scope, parameters, depends_on, extension_configs;
  const FileReference* reference = nullptr;
  const ModuleInterface* interface = nullptr;  ///< null when the module cannot be loaded
};

struct Import {
  SymbolId symbol;
  syntax::Node statement;
  const FileReference* reference = nullptr;
  const ModuleInterface* interface = nullptr;
  std::string_view original_name;                   ///< of a named import
  const ModuleInterface::Export* exported = nullptr;  ///< of a named import that exists
};

/// What is known of a function that a call is matched to.
struct CallFacts {
  bool requires_inlining = false;            ///< reference(), list*(), zones: only at run time
  bool requires_external_input = false;
  bool pure = false;                         ///< the same before the deployment as in it
  bool arguments_independent = false;        ///< the value does not depend on the value of the arguments: nameof()
  bool variable_always = false;              ///< load functions that make `$fxv#n` even in `var x = load…()`
  bool variable_unless_assigned = false;     ///< … unless they are all of a variable's value
  /// The value when it is known at compile time; literal JSON. Lives as long as the model.
  const arm::Node* result = nullptr;
};

/// What a member of a resource's or module's body is for the decision to inline.
enum class BodyMember : std::uint8_t { unknown, run_time, deploy_time };

struct ExtensionFacts {
  std::string_view alias;    ///< in the file
  std::string_view name;     ///< in the template: `Kubernetes`
  std::string_view version;  ///< in the template: `1.0.0`
};

/// What emission asks about types (emission rules, 0a). Implemented in compiler/types; lazy and memoised, one model is used
/// by one thread at a time.
class TypeFacts {
 public:
  virtual ~TypeFacts() = default;
  virtual const Type* type_of(syntax::Node expression) = 0;
  /// The declared type of a parameter, output, variable, type declaration, local variable; null when there is none.
  virtual const Type* declared_type(syntax::Node declaration) = 0;
  /// The value when the type of the expression is a string literal type.
  virtual std::optional<std::string_view> string_literal(syntax::Node expression) = 0;
  /// The type of the output is or contains a secure one.
  virtual bool output_is_secure(SymbolId output) = 0;
  virtual bool assignable_to_int(syntax::Node expression) = 0;
  /// Whether `expression.outputs.name` is secure in each module that the expression can be; nothing when it can be something else.
  virtual std::optional<bool> module_output_is_secure(syntax::Node expression, std::string_view name) = 0;
  virtual CallFacts call(syntax::Node call) = 0;
  /// `name` in the declared body type of a resource or module.
  virtual BodyMember body_member(SymbolId resource_or_module, std::string_view name) = 0;
  /// The extension whose namespace has this resource type; none for Azure's.
  virtual SymbolId extension_of(const DeclaredResource& resource) = 0;
  /// How a declared extension is written into the template.
  virtual ExtensionFacts extension(SymbolId declared) = 0;
  /// Extensions that the configuration makes known to every file, without `sys` and `az`.
  virtual std::vector<ExtensionFacts> implicit_extensions() = 0;
  /// Scopes at which a resource of this type can be, and those of them where it can only be `existing`.
  virtual ScopeSet valid_scopes(const DeclaredResource& resource) = 0;
  virtual ScopeSet read_only_scopes(const DeclaredResource& resource) = 0;
  /// Names of the properties of an existing resource that identify it and are known only at run time: `"name", "scope"`.
  virtual std::string run_time_identifiers(const DeclaredResource& resource) = 0;
  /// Checks the whole file; findings go into the model. What is asked of types later reports nothing.
  virtual void check() = 0;
};

/// Everything known about one file. Built by bind(); then filled with type facts; immutable for other files after that.
class SemanticModel {
 public:
  SemanticModel(const SourceFile& file, const SourceGraph& graph) : file_(file), graph_(graph) {}
  SemanticModel(const SemanticModel&) = delete;
  SemanticModel& operator=(const SemanticModel&) = delete;

  const SourceFile& file() const { return file_; }
  const SourceGraph& graph() const { return graph_; }
  const syntax::SyntaxTree& tree() const { return *file_.tree; }
  syntax::Node root() const { return tree().root(); }
  Location location(Span span) const { return {file_.source, span}; }
  Location location(syntax::Node node) const { return {file_.source, node.span()}; }
  FeatureSet features() const { return file_.configuration->features; }
  Scope target_scope() const { return target_scope_; }

  const Symbol& symbol(SymbolId id) const { return symbols_[id.index]; }
  std::span<const Symbol> symbols() const { return symbols_; }
  const NameScope& scope(ScopeId id) const { return scopes_[id.index]; }
  std::span<const NameScope> scopes() const { return scopes_; }
  /// Declarations of the file of one kind, in source order.
  const std::vector<SymbolId>& declared(SymbolKind kind) const { return declared_[static_cast<unsigned>(kind)]; }
  /// The declaration of the file with this name (outputs, metadata and assertions have their own), or none.
  SymbolId find(std::string_view name) const;

  /// `sys`, `az` or the alias of an `extension` statement: may stand in front of a colon in a resource type.
  bool names_extension(std::string_view name) const;
  /// Which built-in namespace an `extension` statement names: `sys`, `az`; empty: another extension.
  std::string_view built_in_namespace(SymbolId extension) const;
  /// The namespaces that every file has, `sys` and what is configured, without those that an `extension` statement of the file
  /// gives a name; sorted.
  std::vector<std::string_view> implicit_namespaces() const;
  bool has_implicit_namespace(std::string_view name) const;

  /// What a name stands for: VariableAccess, TypeVariableAccess, FunctionCall, ParameterizedTypeInstantiation, ResourceAccess;
  /// a declaration gives its own symbol. None for other nodes.
  SymbolId symbol_at(syntax::Node node) const { return bindings_[node.index()] == UINT32_MAX ? SymbolId{} : SymbolId{bindings_[node.index()]}; }
  const Symbol* symbol_of(syntax::Node node) const {
    const auto id = symbol_at(node);
    return id ? &symbol(id) : nullptr;
  }
  /// The other declarations that this one uses through a chain back to itself, in order; empty when it is in no cycle.
  std::span<const SymbolId> cycle(SymbolId id) const;

  syntax::Node parent(syntax::Node node) const { return tree().node(parents_[node.index()]); }

  /// Nested ones before the others, each group in source order (emission rule C3).
  const std::vector<DeclaredResource>& resources() const { return resources_; }
  const std::vector<DeclaredModule>& modules() const { return modules_; }
  const std::vector<Import>& imports() const { return imports_; }
  const DeclaredResource* resource(SymbolId id) const {
    return id && symbol(id).kind == SymbolKind::resource && symbol(id).detail != UINT32_MAX ? &resources_[symbol(id).detail] : nullptr;
  }
  const DeclaredModule* module(SymbolId id) const {
    return id && symbol(id).kind == SymbolKind::module && symbol(id).detail != UINT32_MAX ? &modules_[symbol(id).detail] : nullptr;
  }
  const Import* import_of(SymbolId id) const {
    return id && symbol(id).detail != UINT32_MAX && symbol(id).kind >= SymbolKind::imported_type && symbol(id).kind <= SymbolKind::wildcard_import
               ? &imports_[symbol(id).detail] : nullptr;
  }

  /// The resource that an expression names: a symbol, `parent::child`, or a variable that stands for one of these; else null.
  const DeclaredResource* resource_of(syntax::Node expression) const;

  /// The decorator call (FunctionCall or InstanceFunctionCall) of that name of the `sys` namespace on a statement or type member.
  syntax::Node decorator(syntax::Node decorated, std::string_view name) const;

  TypeFacts& types() const { return *types_; }
  /// Also finds out which resources belong to extensions.
  void set_types(std::unique_ptr<TypeFacts> types);

  Arena& arena() const { return arena_; }
  /// Held by whoever lowers declarations of this model for another file: several files may import from it at the same time.
  std::mutex& import_mutex() const { return import_mutex_; }
  /// Diagnostics of binding, types and emission limits, in the order found.
  std::vector<Finding>& findings() const { return findings_; }
  bool has_errors() const;

 private:
  friend class Binder;
  const SourceFile& file_;
  const SourceGraph& graph_;
  mutable Arena arena_;
  mutable std::mutex import_mutex_;
  mutable std::vector<Finding> findings_;
  Scope target_scope_ = Scope::resource_group;
  std::vector<Symbol> symbols_;
  std::vector<NameScope> scopes_;
  std::vector<std::uint32_t> bindings_;  // symbol of each node
  std::vector<std::uint32_t> parents_;
  std::vector<SymbolId> declared_[static_cast<unsigned>(SymbolKind::unresolved) + 1];
  std::unordered_map<std::string_view, SymbolId> by_name_;
  std::vector<DeclaredResource> resources_;
  std::vector<DeclaredModule> modules_;
  std::vector<Import> imports_;
  std::unordered_map<std::uint32_t, std::vector<SymbolId>> cycles_;
  std::unique_ptr<TypeFacts> types_;
};

/// Looks up the interface of a file that this one refers to; null while it has none (it is in a cycle).
class InterfaceTable {
 public:
  virtual ~InterfaceTable() = default;
  virtual const ModuleInterface* interface_of(const SourceFile& file) const = 0;
  /// The bound form of a parameter file that this one extends; null while it has none.
  virtual const SemanticModel* model_of(const SourceFile& file) const = 0;
  /// The name under which an `extension` statement without alias is known: the one it was configured or published with.
  virtual std::string_view extension_name(const SourceFile& file, syntax::Node statement) const = 0;
};

/// Binds one file. Everything it refers to must be bound already (its interfaces are in `interfaces`).
std::unique_ptr<SemanticModel> bind(const SourceFile& file, const SourceGraph& graph, const InterfaceTable& interfaces);

// Implemented in compiler/types and compiler/declarations:

/// The type facts of a model; null `types_folder`: no Azure type index.
std::unique_ptr<TypeFacts> make_type_facts(const SemanticModel& model, const InterfaceTable& interfaces);
/// The name under which an `extension` statement without alias is known.
std::string_view extension_name(const SourceFile& file, syntax::Node statement);
/// What the file shows to others.
std::unique_ptr<ModuleInterface> make_interface(const SemanticModel& model);
std::unique_ptr<ModuleInterface> make_interface(const SourceFile& json_file);

}  // namespace fleetlint::compiler
