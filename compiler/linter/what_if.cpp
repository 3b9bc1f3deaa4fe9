// what-if-short-circuiting: a value of run time that decides, in the module it is given to, which resources there are.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "bind/uses.h"
#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"
#include "types/start_values.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

using Names = std::set<std::string, std::less<>>;

/// Names of the parameters that a module is given.
Names given_names(const SemanticModel& model, const DeclaredModule& module) {
  Names result;
  if (!module.parameters.is(NodeKind::Object)) return result;
  for (Node property : module.parameters.children()) {
    if (const auto key = property.is(NodeKind::ObjectProperty) ? property_key(property, model.arena()) : std::nullopt) result.emplace(*key);
  }
  return result;
}

/// Parameters of modules by whether names, scopes or conditions of resources are made of them. Each module is looked at once.
class DecidingParameters {
 public:
  /// Those of the given parameters that decide something, with what the defaults of the others are made of.
  Names of(const ModuleInterface& interface, const Names& given) {
    // Templates in JSON are not looked into, nor modules in modules without end.
    if (interface.model == nullptr || depth_ == deepest) return {};
    const auto& model = *interface.model;
    const auto& deciding = of_model(model);
    Names result;
    std::set<std::uint32_t> open;
    for (const auto id : model.declared(SymbolKind::parameter)) {
      const auto& symbol = model.symbol(id);
      if (!deciding.contains(symbol.name)) continue;
      if (given.contains(symbol.name)) result.emplace(symbol.name);
      else open.insert(id.index);
    }
    // What is not given is made of what its default names.
    std::set<std::uint32_t> seen;
    while (!open.empty()) {
      const SymbolId id{*open.begin()};
      open.erase(open.begin());
      if (!seen.insert(id.index).second) continue;
      const auto value = model.symbol(id).declaration.child(NodeKind::ParameterDefaultValue);
      if (!value) continue;
      for (const auto used : parameters_in(model, value)) {
        const auto name = model.symbol(used).name;
        if (given.contains(name)) result.emplace(name);
        else open.insert(used.index);
      }
    }
    return result;
  }

 private:
  /// Parameters that a value is made of, through variables but not through defaults.
  static std::vector<SymbolId> parameters_in(const SemanticModel& model, Node value) {
    std::vector<SymbolId> result;
    each_used_symbol(model, value, [&](SymbolId id) {
      const auto& symbol = model.symbol(id);
      if (symbol.kind == SymbolKind::parameter) result.push_back(id);
      return symbol.kind == SymbolKind::variable ? symbol.declaration.part(Role::value) : Node();
    });
    return result;
  }

  const Names& of_model(const SemanticModel& model) {
    const auto [found, added] = by_model_.try_emplace(&model);
    if (!added) return found->second;  // done, or being done: modules in a cycle are told elsewhere
    Names names;
    const auto add = [&](Node value) {
      if (!value) return;
      for (const auto id : parameters_in(model, value)) names.emplace(model.symbol(id).name);
    };
    for (const auto& resource : model.resources()) {
      add(resource.condition ? resource.condition.part(Role::condition) : Node());
      add(resource.name);
      add(resource.scope);
    }
    for (const auto& module : model.modules()) {
      add(module.condition ? module.condition.part(Role::condition) : Node());
      add(module.scope);
      if (module.interface == nullptr || !module.parameters) continue;
      const auto handed_on = given_names(model, module);
      ++depth_;
      const auto inner = of(*module.interface, handed_on);
      --depth_;
      for (const auto& name : inner) {
        if (module.parameters.is(NodeKind::Object)) add(property_value(module.parameters, name, model.arena()));
      }
    }
    return by_model_[&model] = std::move(names);
  }

  static constexpr int deepest = 100;
  std::map<const SemanticModel*, Names> by_model_;
  int depth_ = 0;
};

}  // namespace

void CoreLint::short_circuits() {
  if (model_.modules().empty()) return;
  DecidingParameters deciding;
  StartValues values(model_);
  for (const auto& module : model_.modules()) {
    if (module.interface == nullptr || !module.parameters || !module.parameters.is(NodeKind::Object)) continue;
    const auto names = deciding.of(*module.interface, given_names(model_, module));
    for (Node property : module.parameters.children()) {
      const auto key = property.is(NodeKind::ObjectProperty) ? property_key(property, model_.arena()) : std::nullopt;
      const auto value = property.part(Role::value);
      if (!key || !value || !names.contains(*key) || values.known(value)) continue;
      report(value.span(), "what-if-short-circuiting",
             fmt::format("Parameter '{}' is used as a resource identifier, API version, or condition in the module '{}'. Providing a runtime value for this parameter will "
                         "lead to short-circuiting or less precise predictions in What-If.",
                         *key, model_.symbol(module.symbol).name));
    }
  }
}

}  // namespace fleetlint::compiler
