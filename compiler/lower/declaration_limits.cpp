// Statements and names that ARM cannot hold, and statements whose feature is switched off.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "bind/syntax_queries.h"
#include "fleetlint/base/unicode.h"
#include "lower/limit_checks.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

class DeclarationCheck : LimitCheck {
 public:
  DeclarationCheck(const SemanticModel& model, const InlinedSymbols& inlined) : LimitCheck(model), inlined_(inlined) {}

  void run() {
    check_copy_variable();
    check_features();
    check_using();
    check_case();
    check_secure_outputs();
    check_inlined_resources();
    const auto& nodes = model_.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      if (nodes[i].kind == NodeKind::ParameterizedTypeInstantiation || nodes[i].kind == NodeKind::InstanceParameterizedTypeInstantiation) check_derived_type(model_.tree().node(i));
    }
  }

 private:
  // `copy` among the variables of a template stands for its loops.
  void check_copy_variable() {
    for (const auto id : model_.declared(SymbolKind::variable)) {
      const auto& symbol = model_.symbol(id);
      if (to_lower_ascii(symbol.name) != "copy") continue;
      report(symbol.declaration.name_span(), Diagnostic::ReservedIdentifier, "copy");
      return;
    }
  }

  void check_features() {
    if (!has(Feature::test_framework)) {
      for (const auto id : model_.declared(SymbolKind::test)) report(model_.symbol(id).declaration.span(), Diagnostic::TestsOff);
    }
    if (has(Feature::assertions)) return;
    for (const auto id : model_.declared(SymbolKind::assertion)) report(model_.symbol(id).declaration.span(), Diagnostic::AssertsOff);
    for (const auto& resource : model_.resources()) {
      if (const auto asserts = property_value(resource.body, "asserts", model_.arena())) report(asserts.span(), Diagnostic::AssertsOff);
    }
  }

  void check_using() {
    for (Node statement : model_.root().children()) {
      if (!statement.is(NodeKind::UsingDeclaration)) continue;
      const auto clause = statement.child(NodeKind::UsingWithClause);
      if (clause && !has(Feature::deploy_commands)) report(clause.span(), Diagnostic::UsingWithOff);
      if (!clause && has(Feature::deploy_commands)) report(statement.span(), Diagnostic::UsingWithRequired);
    }
  }

  struct Named {
    std::string_view name;
    Span at;
  };

  void check_names(std::string_view plural, const std::vector<Named>& all) {
    std::map<std::string, std::vector<Named>> groups;
    for (const auto& entry : all) groups[to_lower_ascii(entry.name)].push_back(entry);
    for (const auto& [key, group] : groups) {
      if (group.size() < 2) continue;
      // Names that are quite the same are reported as such.
      const bool repeated = std::ranges::any_of(group, [&](const Named& a) { return std::ranges::count(group, a.name, &Named::name) > 1; });
      if (repeated) continue;
      std::vector<std::string_view> all;
      for (const auto& entry : group) all.push_back(entry.name);
      const auto names = quoted_list(all);
      for (const auto& entry : group) report(entry.at, Diagnostic::NamesDifferInCase, plural, names);
    }
  }

  void check_case() {
    const auto names_of = [&](std::initializer_list<SymbolKind> kinds) {
      std::vector<Named> all;
      for (const auto kind : kinds) {
        for (const auto id : model_.declared(kind)) {
          const auto& symbol = model_.symbol(id);
          const auto alias = symbol.declaration.part(Role::alias);
          if (!symbol.name.empty()) all.push_back({symbol.name, alias ? alias.name_span() : symbol.declaration.name_span()});
        }
      }
      return all;
    };
    check_names("parameters", names_of({SymbolKind::parameter}));
    check_names("variables", names_of({SymbolKind::variable, SymbolKind::imported_variable}));
    check_names("outputs", names_of({SymbolKind::output}));
    check_names("types", names_of({SymbolKind::type_alias, SymbolKind::imported_type}));
    check_names("asserts", names_of({SymbolKind::assertion}));
    check_names("functions", names_of({SymbolKind::function, SymbolKind::imported_function}));
    const auto& nodes = model_.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      if (nodes[i].kind != NodeKind::ObjectType) continue;
      std::vector<Named> properties;
      for (Node child : model_.tree().node(i).children()) {
        if (!child.is(NodeKind::ObjectTypeProperty)) continue;
        if (const auto key = property_key(child, model_.arena())) properties.push_back({*key, child.part(Role::name).span()});
      }
      if (properties.size() > 1) check_names("type properties", properties);
    }
  }

  void check_secure_outputs() {
    if (model_.target_scope() != Scope::local) return;
    for (const auto& entry : model_.modules()) {
      if (entry.interface == nullptr || !entry.interface->has_secure_outputs()) continue;
      report(entry.declaration.name_span(), Diagnostic::SecureOutputsInLocal, model_.symbol(entry.symbol).name);
    }
  }

  // A resource's body as a type must be looked into: `resourceInput<'…'>.properties`.
  void check_derived_type(Node node) {
    const auto name = node.name_text();
    if (name != "resourceInput" && name != "resourceOutput") return;
    if (model_.types().type_of(node)->is_error()) return;
    auto parent = model_.parent(node);
    while (parent.is(NodeKind::NullableType) || parent.is(NodeKind::NonNullAssertion) || parent.is(NodeKind::ParenthesizedExpression)) parent = model_.parent(parent);
    switch (parent.kind()) {
      case NodeKind::TypePropertyAccess: case NodeKind::TypeItemsAccess: case NodeKind::TypeAdditionalPropertiesAccess: case NodeKind::TypeArrayAccess: return;
      default: report(node.span(), Diagnostic::WholeBodyAsType);
    }
  }

  // An existing resource that is put in place where it is used is nothing in the template, so nothing can wait for it.
  void check_inlined_resources() {
    for (const auto& resource : model_.resources()) {
      const auto depends_on = resource.body ? find_property(resource.body, "dependsOn", model_.arena()) : Node();
      if (!depends_on || model_.symbol(resource.symbol).scope.index != 0) continue;
      if (inlined_.has(resource.symbol)) {
        report(depends_on.span(), Diagnostic::DependsOnOfInlined, model_.symbol(resource.symbol).name, model_.types().run_time_identifiers(resource));
        continue;
      }
      const auto value = depends_on.part(Role::value);
      if (!value) continue;
      const auto end = value.index() + value.raw().subtree_size;
      for (auto i = value.index(); i < end; ++i) {
        const auto node = model_.tree().node(i);
        if (!node.is(NodeKind::VariableAccess) && !node.is(NodeKind::ResourceAccess)) continue;
        const auto id = model_.symbol_at(node);
        const auto* used = model_.resource(id);
        if (used == nullptr || !inlined_.has(id)) continue;
        report(node.span(), Diagnostic::DependsOnInlined, model_.symbol(resource.symbol).name, model_.symbol(id).name, model_.types().run_time_identifiers(*used));
      }
    }
  }

  const InlinedSymbols& inlined_;
};

}  // namespace

void check_declarations(const SemanticModel& model, const InlinedSymbols& inlined) { DeclarationCheck(model, inlined).run(); }

}  // namespace fleetlint::compiler
