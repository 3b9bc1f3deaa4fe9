// no-hardcoded-location, explicit-values-for-loc-params, no-loc-expr-outside-params: where resources get their location from.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

/// `resourceGroup().location` or `deployment().location`; gives the function, or nothing.
std::string_view location_function(Node access) {
  if (!access.is(NodeKind::PropertyAccess) || access.name_text() != "location") return {};
  const auto call = access.part(Role::base);
  if (!call || (!call.is(NodeKind::FunctionCall) && !call.is(NodeKind::InstanceFunctionCall))) return {};
  const auto name = call.name_text();
  return name == "resourceGroup" || name == "deployment" ? name : std::string_view();
}

template <typename Action>
void each_in(Node from, Action&& action) {
  const auto end = from.index() + from.raw().subtree_size;
  for (auto i = from.index(); i < end; ++i) action(from.tree().node(i));
}

Node default_value(Node parameter) {
  const auto modifier = parameter.child(NodeKind::ParameterDefaultValue);
  return modifier ? modifier.part(Role::value) : Node();
}

bool asks_for_location(Node value) {
  bool found = false;
  each_in(value, [&](Node node) { found = found || !location_function(node).empty(); });
  return found;
}

/// Parameters with a default that a module's resources get their location from, or whose default is the location of the
/// deployment. Found once for each module.
class LocationParameters {
 public:
  const std::vector<std::string_view>& of(const DeclaredModule& module) {
    static const std::vector<std::string_view> none;
    // Templates in JSON are not looked into.
    if (module.interface == nullptr || module.interface->model == nullptr || !module.body) return none;
    const auto& model = *module.interface->model;
    const auto [found, added] = by_model_.try_emplace(&model);
    if (added) found->second = find(model);
    return found->second;
  }

 private:
  static std::vector<std::string_view> find(const SemanticModel& model) {
    std::vector<std::string_view> names;
    const auto add = [&](std::string_view name) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    };
    for (const auto id : model.declared(SymbolKind::parameter)) {
      const auto value = default_value(model.symbol(id).declaration);
      if (value && asks_for_location(value)) add(model.symbol(id).name);
    }
    for (const auto id : model.declared(SymbolKind::resource)) {
      each_in(model.symbol(id).declaration, [&](Node node) {
        if (!node.is(NodeKind::ResourceDeclaration)) return;
        const auto body = body_parts(node.part(Role::body)).object;
        const auto location = body ? property_value(body, "location", model.arena()) : Node();
        if (!location) return;
        each_in(location, [&](Node used) {
          const auto* symbol = used.is(NodeKind::VariableAccess) ? model.symbol_of(used) : nullptr;
          if (symbol != nullptr && symbol->kind == SymbolKind::parameter && default_value(symbol->declaration)) add(symbol->name);
        });
      });
    }
    return names;
  }

  std::map<const SemanticModel*, std::vector<std::string_view>> by_model_;
};

/// What the caller gives this parameter. Only names without quotes count, as in the reference.
Node given_value(const DeclaredModule& module, std::string_view name) {
  if (!module.parameters || !module.parameters.is(NodeKind::Object)) return {};
  for (Node property : module.parameters.children()) {
    if (!property.is(NodeKind::ObjectProperty)) continue;
    const auto key = property.part(Role::name);
    if (key && key.is(NodeKind::Identifier) && key.text() == name) return property.part(Role::value);
  }
  return {};
}

/// The text that a value is, written or by way of variables; and the variable that has it.
struct FixedText {
  std::string_view text;
  SymbolId variable;
};
std::optional<FixedText> fixed_text(const SemanticModel& model, Node value) {
  SymbolId variable;
  for (std::size_t steps = 0; value && steps <= model.symbols().size(); ++steps) {
    const auto text = model.types().string_literal(value);
    if (!text) return std::nullopt;
    if (value.is(NodeKind::String)) return value.child_count() == 0 ? std::optional(FixedText{*text, variable}) : std::nullopt;
    const auto id = value.is(NodeKind::VariableAccess) ? model.symbol_at(value) : SymbolId{};
    if (!id || model.symbol(id).kind != SymbolKind::variable) return std::nullopt;
    variable = id;
    value = model.symbol(id).declaration.part(Role::value);
  }
  return std::nullopt;
}

}  // namespace

void CoreLint::fixed_locations() {
  constexpr std::string_view rule = "no-hardcoded-location";
  if (!runs(rule)) return;
  std::set<std::uint32_t> told;
  const auto look = [&](Node value, const std::string& what) {
    const auto fixed = fixed_text(model_, value);
    if (!fixed || equals_ignoring_case(fixed->text, "global")) return;
    if (!fixed->variable) {
      report(value.span(), rule, fmt::format("{} Please use a parameter value, an expression, or the string 'global'. Found: '{}'", what, fixed->text));
    } else if (told.insert(fixed->variable.index).second) {
      const auto& variable = model_.symbol(fixed->variable);
      report(variable.declaration.name_span(), rule,
             fmt::format("A resource location should not use a hard-coded string or variable value. Change variable '{}' into a parameter instead.", variable.name));
    }
  };
  each(NodeKind::ResourceDeclaration, [&](Node resource) {
    const auto body = body_parts(resource.part(Role::body)).object;
    const auto location = body ? property_value(body, "location", model_.arena()) : Node();
    if (location) look(location, "A resource location should not use a hard-coded string or variable value.");
  });
  LocationParameters parameters;
  for (const auto& module : model_.modules()) {
    for (const auto name : parameters.of(module)) {
      if (const auto value = given_value(module, name)) {
        look(value, fmt::format("Parameter '{}' may be used as a resource location in the module and should not be assigned a hard-coded string or variable value.", name));
      }
    }
  }
}

void CoreLint::location_parameters_of_modules() {
  constexpr std::string_view rule = "explicit-values-for-loc-params";
  if (!runs(rule)) return;
  LocationParameters parameters;
  for (const auto& module : model_.modules()) {
    for (const auto name : parameters.of(module)) {
      if (given_value(module, name)) continue;
      const auto given = find_property(module.body, "params", model_.arena());
      report(given ? given.span() : module.declaration.name_span(), rule,
             fmt::format("Parameter '{}' of module '{}' isn't assigned an explicit value, and its default value may not give the intended behavior for a location-related parameter. "
                         "You should assign an explicit value to the parameter.",
                         name, model_.symbol(module.symbol).name));
    }
  }
}

void CoreLint::location_expressions() {
  constexpr std::string_view rule = "no-loc-expr-outside-params";
  if (!runs(rule)) return;
  const auto& nodes = model_.tree().nodes;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].kind == NodeKind::ParameterDeclaration) {
      i += nodes[i].subtree_size - 1;
      continue;
    }
    const auto node = model_.tree().node(i);
    const auto function = location_function(node);
    if (function.empty()) continue;
    report(node.span(), rule,
           fmt::format("Use a parameter here instead of '{}().location'. 'resourceGroup().location' and 'deployment().location' should only be used as a default value for parameters.",
                       function));
  }
}

}  // namespace fleetlint::compiler
