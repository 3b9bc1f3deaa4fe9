#pragma once
// From a bound file to its intermediate form. One file here for each family: expressions.cpp (operators, literals, calls),
// access.cpp (members, symbols, loop locals), names.cpp (names that move out of their loop), statements.cpp
// (declarations with their decorators), dependencies.cpp.
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleetlint/compiler/ir.h"
#include "fleetlint/compiler/semantic_model.h"
#include "lower/emit_settings.h"
#include "lower/inlining.h"
#include "lower/scope_data.h"

namespace fleetlint::compiler {

/// Loop locals that stand for something else here; null: none.
using Replacements = const ir::Replacement*;

/// A node together with what its loop locals stand for.
struct PlacedNode {
  syntax::Node node;
  Replacements replacements = nullptr;
};

/// One use of a declaration in another one.
struct Dependency {
  SymbolId target;
  syntax::Node index;  ///< of a collection, when one element is meant
  bool weak = false;   ///< only identifiers of an existing resource are read
};

class Lowering {
 public:
  explicit Lowering(const SemanticModel& model) : Lowering(model, read_scopes(model)) {}
  Lowering(const SemanticModel& model, const ScopeTable& scopes) : Lowering(model, scopes, inlined_symbols(model, scopes)) {}
  /// Expressions are made in `nodes`, for as long as that lives; else in the model's arena.
  Lowering(const SemanticModel& model, ScopeTable scopes, InlinedSymbols inlined, Arena* nodes = nullptr);

  const ir::Expression* lower_program();
  /// Any expression; loop locals in `replacements` are replaced.
  const ir::Expression* lower(syntax::Node node, Replacements replacements = nullptr);

  const SemanticModel& model() const { return model_; }
  const EmitSettings& settings() const { return settings_; }
  const ScopeTable& scopes() const { return scopes_; }
  const InlinedSymbols& inlined() const { return inlined_; }
  Arena& arena() const { return model_.arena(); }

  // names.cpp
  /// The names of a resource's ancestors and its own, as read from where `replacements` hold for the resource itself.
  std::vector<PlacedNode> name_segments(const DeclaredResource& resource, Replacements replacements);
  /// What holds for the oldest ancestor when `replacements` hold for the resource.
  Replacements replacements_of_ancestor(const DeclaredResource& resource, std::size_t ancestor, Replacements replacements);
  /// What holds for an ancestor when `replacements` hold for its child.
  Replacements replace_locals_of(const ResourceParent& ancestor, Replacements replacements);
  /// The context in which `moved` is read when it is moved to `new_place` and means the element at `index`; null when nothing
  /// changes. `moved` nodes are the ones whose free loop locals must be replaced.
  const ir::IndexContext* index_context(const std::vector<PlacedNode>& moved, syntax::Node index, syntax::Node new_place, Replacements replacements);
  const ir::IndexContext* index_context(const DeclaredResource& resource, syntax::Node index, syntax::Node new_place, Replacements replacements);
  const ir::IndexContext* index_context(const DeclaredModule& entry, syntax::Node index, syntax::Node new_place, Replacements replacements);
  /// Loop locals used below `node` that cannot be used at `new_place`.
  std::vector<SymbolId> inaccessible_locals(syntax::Node node, syntax::Node new_place) const;

  // expressions.cpp: building
  ir::Expression* make(ir::Kind kind, syntax::Node source = {});
  std::span<const ir::Expression* const> list(const std::vector<const ir::Expression*>& items) { return nodes_.copy(items); }
  std::span<const ir::Expression* const> list(std::initializer_list<const ir::Expression*> items);
  const ir::Expression* string(std::string_view value, syntax::Node source = {});
  const ir::Expression* property(const ir::Expression* key, const ir::Expression* value, syntax::Node source = {});
  const ir::Expression* property(std::string_view key, const ir::Expression* value, syntax::Node source = {}) { return property(string(key, source), value, source); }
  const ir::Expression* object(const std::vector<const ir::Expression*>& properties, syntax::Node source = {});
  const ir::Expression* call(std::string_view name, std::initializer_list<const ir::Expression*> arguments, syntax::Node source = {});
  const ir::Expression* property_access(const ir::Expression* base, std::string_view name, syntax::Node source = {});
  /// A literal value (of a load function) as expressions.
  const ir::Expression* from_json(const arm::Node& value, syntax::Node source);
  /// `format('name-{0}', uniqueString('name', deployment().name))`: the name of a module that has none (rules J7, J8).
  const ir::Expression* generated_module_name(const DeclaredModule& entry, const ir::Expression* index);
  /// The condition of a resource with those of the resources it is nested in; null when there is none.
  const ir::Expression* resource_condition(const DeclaredResource& resource, Replacements replacements);
  /// The condition of a module or null.
  const ir::Expression* module_condition(const DeclaredModule& entry, Replacements replacements);

  // statements.cpp
  const ir::Expression* lower_resource(const DeclaredResource& resource);
  const ir::Expression* lower_module(const DeclaredModule& entry);
  /// The decorators of a declaration or type member; null when it has none that are kept.
  const ir::Decorators* lower_decorators(syntax::Node decorated);
  /// Arguments of a call, lowered.
  std::vector<const ir::Expression*> arguments(syntax::Node call, Replacements replacements);

 private:
  const ir::Expression* lower_string(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_binary(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_array(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_object(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_property(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_lambda(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_call(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_instance_call(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_built_in(syntax::Node node, Replacements replacements);
  const ir::Expression* known_result(syntax::Node call);
  // access.cpp
  const ir::Expression* lower_variable(syntax::Node node, Replacements replacements);
  bool is_inherited(syntax::Node expression) const;
  const ir::Expression* inherited_parameter(syntax::Node source, std::string_view name);
  const ir::Expression* inherited_parameters(syntax::Node source);
  const ir::Expression* lower_local(syntax::Node node, SymbolId local, Replacements replacements);
  const ir::Expression* lower_array_access(syntax::Node node, Replacements replacements);
  const ir::Expression* lower_property_access(syntax::Node node, Replacements replacements);
  const ir::Expression* resource_reference(syntax::Node source, const DeclaredResource& resource, const ir::IndexContext* index);
  const ir::PassedResource* passed_resource(syntax::Node expression);
  const ir::Expression* passed_resource_reference(syntax::Node source, const ir::PassedResource& passed, const ir::IndexContext* index);
  ir::AccessFlags access_flags(syntax::Node access) const;
  bool is_access_expression(syntax::Node node) const;
  // statements.cpp
  const ir::Expression* lower_variable_declaration(SymbolId id);
  std::int64_t batch_size(syntax::Node statement);
  void find_function_variables();
  std::vector<const ir::Expression*> dependencies_of(SymbolId dependent, syntax::Node body);
  // dependencies.cpp
  void collect_dependencies();
  void collect_dependencies(syntax::Node node, SymbolId declaration);
  void add_dependency(syntax::Node node, SymbolId target, SymbolId declaration);
  syntax::Node dependency_index(syntax::Node node, SymbolId target, SymbolId declaration) const;
  bool is_weak(syntax::Node node, const DeclaredResource& resource, SymbolId declaration) const;
  struct Found {
    std::string_view key;
    Dependency target;
    const ir::Expression* expression;
  };
  struct PathState;
  void follow(const Dependency& dependency, syntax::Node context, Replacements replacements, bool all_copy_index, PathState& state);

  const SemanticModel& model_;
  Arena& nodes_;
  EmitSettings settings_;
  ScopeTable scopes_;
  InlinedSymbols inlined_;
  std::vector<std::vector<Dependency>> dependencies_;  // by symbol
  struct FunctionVariable {
    std::string_view name;
    const ir::Expression* value;
    syntax::Node call;
  };
  std::unordered_map<std::uint32_t, FunctionVariable> function_variables_;  // by node of the call
};

// Implemented in compiler/declarations:

/// A type expression.
const ir::Expression* lower_type(Lowering& lowering, syntax::Node type);

}  // namespace fleetlint::compiler
