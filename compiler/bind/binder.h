#pragma once
// Binding of one file, in four steps, each a file here: declarations and scopes (declare.cpp), names (names.cpp), cycles
// (cycles.cpp), resources and modules (resources.cpp).
#include <unordered_map>
#include <vector>

#include "bind/syntax_queries.h"
#include "diagnostics.h"
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

class Binder {
 public:
  Binder(SemanticModel& model, const InterfaceTable& interfaces) : model_(model), interfaces_(interfaces) {}

  void run();

 private:
  using Node = syntax::Node;

  // declare.cpp
  void declare_file();
  void declare(Node node, ScopeId scope);
  void declare_children(Node node, ScopeId scope);
  void declare_resource(Node node, ScopeId scope);
  void declare_import(Node node, ScopeId scope);
  ScopeId open_scope(Node declaring, Node binding, ScopeId parent);
  SymbolId add_symbol(Symbol symbol, ScopeId scope);
  SymbolId add_named(SymbolKind kind, Node node, ScopeId scope);
  void read_target_scope();
  void check_duplicates();

  // names.cpp
  void bind_names();
  void bind(Node node, ScopeId scope);
  void bind_children(Node node, ScopeId scope);
  SymbolId look_up(std::string_view name, ScopeId scope) const;
  bool is_inherited(std::string_view name) const;
  SymbolId built_in(SymbolKind kind, std::string_view name);
  void bind_resource_access(Node node);
  void set(Node node, SymbolId symbol) { model_.bindings_[node.index()] = symbol.index; }

  // cycles.cpp
  void find_cycles();
  void collect_uses(Node node, SymbolId current, bool self_reference_permitted);
  void report_cycles();

  // resources.cpp
  void collect_resources();
  void collect_resources_of(ScopeId scope);
  void add_resource(SymbolId id);
  void resolve_type(DeclaredResource& resource, std::vector<std::uint8_t>& state);
  void resolve_ancestors();
  void collect_modules();

  template <typename... Args>
  [[gnu::cold]] void report(Span span, Diagnostic kind, Args&&... args) {
    compiler::report(model_.findings_, model_.location(span), kind, std::forward<Args>(args)...);
  }

  SemanticModel& model_;
  const InterfaceTable& interfaces_;
  std::vector<ScopeId> scope_of_binding_;  // by node
  std::unordered_map<std::string_view, SymbolId> built_ins_[static_cast<unsigned>(SymbolKind::unresolved) + 1];
  // Declarations and what they use: targets with the using node, by symbol.
  struct Use {
    SymbolId target;
    std::uint32_t node;
  };
  std::unordered_map<std::uint32_t, std::vector<Use>> uses_;
  std::vector<SymbolId> enclosing_resources_;
  SymbolId base_parameters_;  // of a parameter file that extends another one
};

}  // namespace fleetlint::compiler
