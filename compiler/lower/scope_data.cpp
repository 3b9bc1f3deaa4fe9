#include "lower/scope_data.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "bind/syntax_queries.h"
#include "diagnostics.h"

#include "fleetlint/base/unicode.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

bool same_type(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return to_lower_ascii(x) == to_lower_ascii(y);
  });
}

bool contains(ScopeSet set, Scope scope) { return (set & bit(scope)) == bit(scope) && scope != Scope::none; }

struct ScopeName {
  Scope scope;
  std::string_view name;
};
constexpr ScopeName scope_names[] = {{Scope::resource, "resource"},         {Scope::module, "module"},
                                     {Scope::tenant, "tenant"},             {Scope::management_group, "managementGroup"},
                                     {Scope::subscription, "subscription"}, {Scope::resource_group, "resourceGroup"},
                                     {Scope::local, "local"}};

std::string quoted_scopes(ScopeSet scopes) {
  std::string result;
  for (const auto& [scope, name] : scope_names) {
    if (!contains(scopes, scope)) continue;
    if (!result.empty()) result += ", ";
    result += "\"" + std::string(name) + "\"";
  }
  if (result.empty()) result = "\"none\"";
  return result;
}

}  // namespace

class ScopeReader {
 public:
  explicit ScopeReader(const SemanticModel& model) : model_(model) {}

  ScopeTable run() {
    table_.first_resource_ = model_.resources().data();
    table_.first_module_ = model_.modules().data();
    read_resources();
    read_modules();
    return std::move(table_);
  }

 private:
  struct Read {
    std::optional<ScopeData> data;
    bool failed = false;
  };

  template <typename... Args>
  [[gnu::cold]] void report(Node node, Diagnostic kind, Args&&... args) {
    compiler::report(model_.findings(), model_.location(node), kind, std::forward<Args>(args)...);
  }

  /// The call of a scope function that the expression is, through parentheses and variables; or no node.
  Node scope_call(Node expression) const {
    for (int guard = 0; guard < 1000 && expression; ++guard) {
      expression = unwrap_non_null(unwrap_parentheses(expression));
      if (!expression) return {};
      if (expression.kind() == NodeKind::FunctionCall) {
        const auto* symbol = model_.symbol_of(expression);
        return symbol && symbol->kind == SymbolKind::builtin_function ? expression : Node();
      }
      if (expression.kind() == NodeKind::InstanceFunctionCall) {
        const auto* base = model_.symbol_of(expression.part(Role::base));
        return base && (base->kind == SymbolKind::namespace_name || base->kind == SymbolKind::extension) ? expression : Node();
      }
      if (expression.kind() != NodeKind::VariableAccess) return {};
      const auto id = model_.symbol_at(expression);
      if (!id || model_.symbol(id).kind != SymbolKind::variable || !model_.cycle(id).empty()) return {};
      expression = model_.symbol(id).declaration.part(Role::value);
    }
    return {};
  }

  std::vector<Node> arguments(Node call) const {
    std::vector<Node> result;
    for (Node child : call.children()) {
      if (child.kind() == NodeKind::FunctionArgument) result.push_back(child.part(Role::value));
    }
    return result;
  }

  /// Told when something cannot be deployed at the scope that it asks for; no scope: it is not known here.
  using ReportUnsupported = std::function<void(Node, std::optional<Scope> supplied, ScopeSet supported)>;

  Read read(ScopeSet supported, Node body, Node value, const ReportUnsupported& report_unsupported) {
    if (model_.features().has(Feature::local_deploy)) supported |= bit(Scope::local);
    Read result;
    if (!value) {
      if (!contains(supported, model_.target_scope())) {
        report_unsupported(body, std::optional(model_.target_scope()), supported);
        result.failed = true;
      }
      return result;
    }
    const auto unsupported = [&](Scope scope) {
      if (contains(supported, scope)) return false;
      report_unsupported(value, std::optional(scope), supported);
      result.failed = true;
      return true;
    };
    if (model_.types().type_of(value)->is_error()) return result;
    if (const auto call = scope_call(value)) {
      const auto name = call.name_text();
      const auto given = arguments(call);
      ScopeData data;
      if (name == "tenant") {
        data.requested = Scope::tenant;
      } else if (name == "managementGroup") {
        data.requested = Scope::management_group;
        if (!given.empty()) data.management_group = given[0];
      } else if (name == "subscription") {
        data.requested = Scope::subscription;
        if (!given.empty()) data.subscription = given[0];
      } else if (name == "resourceGroup") {
        data.requested = Scope::resource_group;
        if (given.size() == 1) data.resource_group = given[0];
        if (given.size() >= 2) {
          data.subscription = given[0];
          data.resource_group = given[1];
        }
      } else {
        return result;
      }
      if (!unsupported(data.requested)) result.data = data;
      return result;
    }

    auto named = value;
    Node index;
    if (named.kind() == NodeKind::ArrayAccess) {
      const auto base = named.part(Role::base);
      if (base && (base.kind() == NodeKind::VariableAccess || base.kind() == NodeKind::ResourceAccess)) {
        index = named.part(Role::index);
        named = base;
      }
    }
    const auto id = model_.symbol_at(named);
    if (const auto* target = model_.resource(id)) {
      if ((target->loop && !index) || !model_.cycle(id).empty()) return result;
      const bool is_group = same_type(target->type.type, "Microsoft.Resources/resourceGroups");
      const bool is_management_group = same_type(target->type.type, "Microsoft.Management/managementGroups");
      if (is_group || is_management_group) {
        // These stand for the scope they are, unless their own scope is broken; that is reported where they are read.
        const auto own = read(model_.types().valid_scopes(*target), target->declaration.part(Role::body), target->scope,
                              [](Node, std::optional<Scope>, ScopeSet) {});
        if (!own.failed) {
          const auto scope = is_group ? Scope::resource_group : Scope::management_group;
          if (unsupported(scope)) return result;
          ScopeData data;
          data.requested = scope;
          data.index = index;
          if (is_group) {
            if (own.data) data.subscription = own.data->subscription;
            data.resource_group = target->name;
          } else {
            data.management_group = target->name;
          }
          result.data = data;
          return result;
        }
      }
      if (unsupported(Scope::resource)) return result;
      ScopeData data;
      data.requested = Scope::resource;
      data.resource = static_cast<std::uint32_t>(target - model_.resources().data());
      data.index = index;
      result.data = data;
      return result;
    }
    if (const auto* target = model_.module(id)) {
      if (bool(target->loop) == bool(index)) {
        report_unsupported(value, std::optional(Scope::module), supported);
        result.failed = true;
      }
      return result;
    }
    if (unwrap_parentheses(value).is(NodeKind::TernaryOperation)) {
      report_unsupported(value, std::nullopt, supported);
      result.failed = true;
    }
    return result;
  }

  /// The name of a parameter that stands for a resource, or no node.
  Node resource_parameter(Node value) const {
    const auto* symbol = value && value.is(NodeKind::VariableAccess) ? model_.symbol_of(value) : nullptr;
    return symbol && symbol->kind == SymbolKind::parameter && model_.types().type_of(value)->is(TypeKind::resource) ? value : Node();
  }

  ScopeData default_scope() const {
    ScopeData data;
    data.requested = model_.target_scope();
    return data;
  }

  bool is_deployable(const ScopeData& scope) const {
    const auto* at = &scope;
    for (std::size_t guard = 0; at->resource != UINT32_MAX && guard <= model_.resources().size(); ++guard) at = &table_.resources_[at->resource];
    if (at->resource != UINT32_MAX) return true;  // a cycle, reported as such
    if (at->requested == Scope::tenant) return true;
    return at->requested == model_.target_scope() && !at->management_group && !at->subscription && !at->resource_group;
  }

  /// Some resources can be read where they cannot be deployed.
  void check_writable(const DeclaredResource& resource, const ScopeData& scope) {
    const auto read_only = model_.types().read_only_scopes(resource);
    if (read_only == 0) return;
    const auto* root = &scope;
    for (std::size_t guard = 0; root->resource != UINT32_MAX && guard <= model_.resources().size(); ++guard) root = &table_.resources_[root->resource];
    if (root->resource != UINT32_MAX || (read_only & bit(root->requested)) != bit(root->requested)) return;
    const auto writable = static_cast<ScopeSet>(model_.types().valid_scopes(resource) & ~read_only);
    report(resource.scope ? resource.scope : resource.declaration.part(Role::body), Diagnostic::ReadOnlyResourceAtScope, resource.type.full(), quoted_scopes(writable));
  }

  void read_resources() {
    const auto& resources = model_.resources();
    table_.resources_.assign(resources.size(), default_scope());
    std::vector<std::uint32_t> order(resources.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    // Ancestors before descendants, because these take over the scope.
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return resources[i].ancestors.size(); });
    for (const auto i : order) {
      const auto& resource = resources[i];
      if (!resource.extension && model_.types().valid_scopes(resource) == 0) continue;  // its type is not valid
      const auto body = resource.declaration.part(Role::body);
      if (!resource.ancestors.empty()) {
        if (resource.scope) {
          report(resource.scope, Diagnostic::ScopeOnChild);
          continue;
        }
        const auto& oldest = resources[resource.ancestors.front().resource];
        const auto& oldest_symbol = model_.symbol(oldest.symbol);
        if (!model_.symbol(resource.symbol).is_existing && oldest_symbol.is_existing &&
            !is_deployable(table_.resources_[resource.ancestors.front().resource])) {
          report(body, Diagnostic::ScopeOfAncestorNotDeployable, oldest_symbol.name);
          continue;
        }
        if (!model_.cycle(resource.symbol).empty()) continue;
        table_.resources_[i] = table_.resources_[resource.ancestors.back().resource];
        table_.resources_[i].inherited = true;
        continue;
      }
      if (const auto parameter = resource_parameter(resource.scope ? resource.scope : property_value(resource.body, "parent", model_.arena()))) {
        report(parameter, Diagnostic::ResourceParameterAsScope, model_.symbol_of(parameter)->name);
        continue;
      }
      const auto valid = model_.types().valid_scopes(resource);
      auto read_scope = read(valid, body, resource.scope, [&](Node at, std::optional<Scope> supplied, ScopeSet supported) {
        if (supplied) report(at, Diagnostic::UnsupportedResourceScope, quoted_scopes(bit(*supplied)), quoted_scopes(supported));
        else report(at, Diagnostic::ScopeNotKnown);
      });
      if (read_scope.data) table_.resources_[i] = *read_scope.data;
    }
    for (std::size_t i = 0; i < resources.size(); ++i) {
      const auto& resource = resources[i];
      if (model_.symbol(resource.symbol).is_existing || !model_.cycle(resource.symbol).empty()) continue;
      if (!is_deployable(table_.resources_[i])) {
        report(resource.scope ? resource.scope : resource.declaration.part(Role::body), Diagnostic::ResourceOutsideTargetScope);
      }
      check_writable(resource, table_.resources_[i]);
    }
  }

  void read_modules() {
    const auto& modules = model_.modules();
    table_.modules_.assign(modules.size(), default_scope());
    for (std::size_t i = 0; i < modules.size(); ++i) {
      const auto& entry = modules[i];
      if (!entry.interface) continue;
      const auto body = entry.declaration.part(Role::body);
      auto read_scope = read(entry.interface->target_scopes, body, entry.scope, [&](Node at, std::optional<Scope> supplied, ScopeSet supported) {
        if (supplied) report(at, Diagnostic::UnsupportedModuleScope, quoted_scopes(bit(*supplied)), quoted_scopes(supported));
        else report(at, Diagnostic::ScopeNotKnown);
      });
      if (read_scope.data) table_.modules_[i] = *read_scope.data;
      check_module_scope(table_.modules_[i], entry.scope ? entry.scope : body);
    }
  }

  /// Which scopes a nested deployment can have in a file of each target scope.
  void check_module_scope(const ScopeData& scope, Node at) {
    constexpr auto tenant = bit(Scope::tenant), group = bit(Scope::management_group), subscription = bit(Scope::subscription),
                   resource_group = bit(Scope::resource_group);
    ScopeSet files = 0;
    switch (scope.requested) {
      case Scope::tenant: files = tenant | group | subscription | resource_group; break;
      case Scope::management_group: files = tenant | group; break;
      case Scope::subscription: files = scope.subscription ? tenant | group | subscription | resource_group : subscription | resource_group; break;
      case Scope::resource_group:
        files = scope.subscription && scope.resource_group ? tenant | group | subscription | resource_group
                : scope.resource_group                     ? subscription | resource_group
                                                           : resource_group;
        break;
      default: break;
    }
    if (contains(files, model_.target_scope())) return;
    switch (model_.target_scope()) {
      case Scope::tenant: report(at, Diagnostic::ModuleScopeInTenant); break;
      case Scope::management_group: report(at, Diagnostic::ModuleScopeInManagementGroup); break;
      case Scope::subscription: report(at, Diagnostic::ModuleScopeInSubscription); break;
      case Scope::resource_group: report(at, Diagnostic::ModuleScopeInResourceGroup); break;
      default: break;
    }
  }

  const SemanticModel& model_;
  ScopeTable table_;
};

ScopeTable read_scopes(const SemanticModel& model) { return ScopeReader(model).run(); }

}  // namespace fleetlint::compiler
