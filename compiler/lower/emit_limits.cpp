#include "lower/emit_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "bind/syntax_queries.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/grammar/parse.h"
#include "lower/limit_checks.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

class LimitChecker : LimitCheck {
 public:
  LimitChecker(const SemanticModel& model, const ScopeTable& scopes) : LimitCheck(model), scopes_(scopes) {}

  void run() {
    check_duplicate_resources();
    check_duplicate_modules();
    check_name_segments();
    check_module_bodies();
    for (const auto& resource : model_.resources()) check_parent(resource);
  }

 private:
  // Ids.

  /// Equal keys mean equal values: literal text, or the node itself.
  std::string key_of(Node node) {
    if (!node) return "-";
    if (const auto text = model_.types().string_literal(node)) return "'" + std::string(*text);
    return fmt::format("#{}", node.index());
  }

  bool always_deployed(Node condition) {
    if (!condition) return true;
    const auto* type = model_.types().type_of(condition.part(Role::condition));
    return type->is(TypeKind::boolean_literal) && type->integer != 0;
  }

  /// Of a resource whose type is not valid nothing is known.
  bool has_type(const DeclaredResource& resource) { return model_.types().valid_scopes(resource) != 0; }

  struct Named {
    Span at;
    std::string_view name;
  };

  void report_groups(const std::map<std::string, std::vector<Named>>& groups, Diagnostic kind) {
    for (const auto& [key, members] : groups) {
      if (members.size() < 2) continue;
      std::vector<std::string_view> names;
      for (const auto& member : members) names.push_back(member.name);
      for (const auto& member : members) report(member.at, kind, quoted_list(names));
    }
  }

  void check_duplicate_resources() {
    std::map<std::string, std::vector<Named>> groups;
    for (const auto& resource : model_.resources()) {
      if (!resource.is_az() || !resource.name || !has_type(resource) || !always_deployed(resource.condition)) continue;
      const auto& scope = scopes_.of_resource(resource);
      std::string key = to_lower_ascii(resource.type.type);
      // Scopes are compared as they are written: two calls are two scopes.
      const auto node_key = [](Node node) { return node ? fmt::format("#{}", node.index()) : std::string("-"); };
      key += fmt::format("|{}|{}|{}|{}|{}|{}", static_cast<int>(scope.requested), node_key(scope.management_group), node_key(scope.subscription),
                         node_key(scope.resource_group), scope.resource, node_key(scope.index));
      for (const auto& ancestor : resource.ancestors) {
        key += "|" + key_of(model_.resources()[ancestor.resource].name);
        if (ancestor.index) key += "[" + index_key(ancestor.index);
      }
      key += "|" + key_of(resource.name);
      groups[key].push_back({resource.name.span(), model_.symbol(resource.symbol).name});
    }
    report_groups(groups, Diagnostic::DuplicateResource);
  }

  std::string index_key(Node index) {
    if (index.kind() == NodeKind::IntegerLiteral) return fmt::format("{}", syntax::integer_value(index));
    return fmt::format("#{}", index.index());
  }

  void check_duplicate_modules() {
    std::map<std::string, std::vector<Named>> groups;
    for (const auto& entry : model_.modules()) {
      if (!entry.name || !entry.interface || !always_deployed(entry.condition)) continue;
      const auto& scope = scopes_.of_module(entry);
      const auto key = fmt::format("{}|{}|{}|{}", key_of(scope.management_group), key_of(scope.subscription), key_of(scope.resource_group), key_of(entry.name));
      groups[key].push_back({entry.name.span(), model_.symbol(entry.symbol).name});
    }
    report_groups(groups, Diagnostic::DuplicateModule);
  }

  void check_name_segments() {
    for (const auto& resource : model_.resources()) {
      if (!resource.is_az() || !resource.name || resource.name.kind() != NodeKind::String || !has_type(resource)) continue;
      const auto segments = syntax::string_segments(resource.name);
      if (!segments) continue;
      std::ptrdiff_t slashes = 0;
      for (const auto& segment : *segments) slashes += std::ranges::count(segment, '/');
      if (!resource.ancestors.empty()) {
        if (slashes > 0) report(resource.name.span(), Diagnostic::ChildNameWithSlashes);
        continue;
      }
      // With a parent that names no resource, how long the name must be is not known.
      const auto parent = property_value(resource.body, "parent", model_.arena());
      if (parent && (!parent.is(NodeKind::VariableAccess) || !model_.types().type_of(parent)->is(TypeKind::resource))) continue;
      const auto expected = std::ranges::count(resource.type.type, '/') - 1;
      // Variables in a name may bring slashes of their own.
      if (segments->size() > 1 ? slashes > expected : slashes != expected) {
        report(resource.name.span(), Diagnostic::NameSegmentCount, expected);
      }
    }
  }

  void check_parent(const DeclaredResource& resource) {
    const auto parent = property_value(resource.body, "parent", model_.arena());
    if (!parent) return;
    const auto base = parent.kind() == NodeKind::ArrayAccess ? parent.part(Role::base) : parent;
    if (model_.resource_of(base) || model_.types().type_of(base)->is_error()) return;
    if (const auto* symbol = model_.symbol_of(base); symbol && symbol->kind == SymbolKind::parameter && model_.types().type_of(base)->is(TypeKind::resource)) return;
    report(parent.span(), Diagnostic::ParentNotDirect);
  }

  /// `extension.config`, or a choice between such.
  bool is_inherited_config(Node value) {
    value = unwrap_parentheses(value);
    if (value.is(NodeKind::TernaryOperation)) return is_inherited_config(value.part(Role::when_true)) && is_inherited_config(value.part(Role::when_false));
    if (!is_access(value)) return false;
    const auto* symbol = model_.symbol_of(value.part(Role::base));
    if (symbol == nullptr || symbol->kind != SymbolKind::extension) return false;
    if (value.is(NodeKind::PropertyAccess)) return value.name_text() == "config";
    const auto index = value.part(Role::index);
    return index && index.is(NodeKind::String) && literal_text(index, model_.arena()) == "config";
  }

  void check_module_bodies() {
    for (const auto& entry : model_.modules()) {
      const auto is_literal = [](Node value) { return value.kind() == NodeKind::Object || value.kind() == NodeKind::SkippedTrivia; };
      if (entry.parameters && !is_literal(entry.parameters)) report(entry.parameters.span(), Diagnostic::ModulePropertyNotObject, "params");
      const auto configs = entry.extension_configs;
      if (!configs || configs.kind() == NodeKind::SkippedTrivia || !has(Feature::module_extension_configs)) continue;
      if (configs.kind() != NodeKind::Object) {
        report(configs.span(), Diagnostic::ModulePropertyNotObject, "extensionConfigs");
        continue;
      }
      for (Node property : configs.children()) {
        const auto value = property.is(NodeKind::ObjectProperty) ? property.part(Role::value) : Node();
        if (!value || is_literal(value) || is_inherited_config(value)) continue;
        const auto key = property_key(property, model_.arena());
        report(property.span(), Diagnostic::ModuleConfigForm, key ? *key : "<unknown>");
      }
    }
  }

  const ScopeTable& scopes_;
};

}  // namespace

void check_emit_limits(const SemanticModel& model, const ScopeTable& scopes, const InlinedSymbols& inlined) {
  LimitChecker(model, scopes).run();
  check_loops(model, inlined);
  check_expressions(model);
  check_declarations(model, inlined);
}

}  // namespace fleetlint::compiler
