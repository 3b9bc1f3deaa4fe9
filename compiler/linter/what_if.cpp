// what-if-short-circuiting: a value of run time that decides, in the module it is given to, which resources there are.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "bind/uses.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/evaluate.h"
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

/// Names of the parameters that a value was made of, whatever it went through.
void add_parameters(const eval::Value& value, Names& names) {
  std::vector<const eval::Origin*> open{value.origin()};
  std::set<const eval::Origin*> seen;
  while (!open.empty()) {
    const auto* origin = open.back();
    open.pop_back();
    if (origin == nullptr || !seen.insert(origin).second) continue;
    if (origin->step == eval::OriginStep::parameter && origin->via == nullptr) names.emplace(origin->label);
    open.push_back(origin->via);
    open.insert(open.end(), origin->parts.begin(), origin->parts.end());
  }
}

/// The given parameters that names, scopes, versions and conditions of the resources of an ARM JSON template, also of nested
/// deployments, are made of: evaluated as if nothing were known of them.
Names of_json(const std::shared_ptr<const arm::TemplateIr>& json, const Names& given) {
  auto asked = std::make_shared<arm::TemplateIr>();
  asked->source = json->source;
  asked->root = json->root;
  asked->modules.push_back(json);
  std::vector<arm::Member> members(json->root.members.begin(), json->root.members.end());
  for (auto& member : members) {
    if (member.name != "parameters" || !member.value.is_object()) continue;
    std::vector<arm::Member> parameters(member.value.members.begin(), member.value.members.end());
    for (auto& parameter : parameters) {
      if (!given.contains(parameter.name)) continue;
      std::vector<arm::Member> declaration;
      for (const auto& part : parameter.value.members)
        if (part.name != "defaultValue" && part.name != "nullable") declaration.push_back(part);
      parameter.value.members = asked->arena.copy(declaration);
    }
    member.value.members = asked->arena.copy(parameters);
  }
  asked->root.members = asked->arena.copy(members);
  eval::EvaluationInput input;
  input.template_ir = asked;
  const auto evaluated = eval::evaluate(std::move(input));
  Names found, result;
  for (const auto& resource : evaluated->resources) {
    if (equals_ignoring_case(resource->type, "Microsoft.Resources/deployments")) continue;  // what is in them stands beside them
    add_parameters(resource->name, found);
    add_parameters(resource->scope, found);
    add_parameters(resource->condition_value, found);
    add_parameters(resource->api_version, found);
  }
  std::ranges::set_intersection(found, given, std::inserter(result, result.end()));
  return result;
}

/// Parameters of modules by whether names, scopes or conditions of resources are made of them. Each module is looked at once.
class DecidingParameters {
 public:
  /// Those of the given parameters that decide something, with what the defaults of the others are made of.
  Names of(const ModuleInterface& interface, const Names& given) {
    if (depth_ == deepest) return {};  // modules in modules without end
    if (interface.model == nullptr) return interface.file != nullptr && interface.file->json != nullptr ? of_json(interface.file->json, given) : Names();
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
