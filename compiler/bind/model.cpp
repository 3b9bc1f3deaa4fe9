// Queries of the semantic model.
#include <algorithm>

#include "bind/syntax_queries.h"
#include "fleetlint/compiler/semantic_model.h"
#include "graph/built_in_extensions.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

std::string ResourceTypeName::full() const {
  std::string result(type);
  if (!api_version.empty()) result.append("@").append(api_version);
  return result;
}

SymbolId SemanticModel::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? SymbolId{} : at->second;
}

void SemanticModel::set_types(std::unique_ptr<TypeFacts> types) {
  types_ = std::move(types);
  if (declared(SymbolKind::extension).empty()) return;
  for (auto& resource : resources_) resource.extension = types_->extension_of(resource);
}

std::string_view SemanticModel::built_in_namespace(SymbolId extension) const {
  const auto& declaration = symbol(extension).declaration;
  const auto* reference = file_.reference_of(declaration);
  if (reference != nullptr && reference->extension_types != nullptr) return {};
  const auto written = extension_specification(declaration);
  if (!written || written.kind() != NodeKind::Identifier) return {};
  const auto* known = built_in_extension(written.text());
  return known != nullptr && known->is_namespace ? known->name : std::string_view();
}

std::vector<std::string_view> SemanticModel::implicit_namespaces() const {
  std::vector<std::string_view> names{"sys"};
  for (const auto& name : file_.configuration->implicit_extensions) {
    if (name != "sys") names.push_back(name);
  }
  std::erase_if(names, [&](std::string_view name) { return !has_implicit_namespace(name); });
  std::ranges::sort(names);
  return names;
}

bool SemanticModel::has_implicit_namespace(std::string_view name) const {
  const auto& configured = file_.configuration->implicit_extensions;
  if (name != "sys" && std::ranges::find(configured, name) == configured.end()) return false;
  // A statement that names it takes the place of what is there anyway.
  return std::ranges::none_of(declared(SymbolKind::extension), [&](SymbolId id) {
    const auto written = extension_specification(symbol(id).declaration);
    return written && written.kind() == NodeKind::Identifier && written.text() == name;
  });
}

bool SemanticModel::names_extension(std::string_view name) const {
  if (has_implicit_namespace(name)) return true;
  const auto id = find(name);
  return id && symbol(id).kind == SymbolKind::extension;
}

std::span<const SymbolId> SemanticModel::cycle(SymbolId id) const {
  const auto at = cycles_.find(id.index);
  return at == cycles_.end() ? std::span<const SymbolId>{} : std::span<const SymbolId>(at->second);
}

const DeclaredResource* SemanticModel::resource_of(Node expression) const {
  // A variable may stand for a resource; chains of variables end, as those in cycles are left out.
  while (expression) {
    const auto kind = expression.kind();
    if (kind != NodeKind::VariableAccess && kind != NodeKind::ResourceAccess) return nullptr;
    const auto id = symbol_at(expression);
    if (!id) return nullptr;
    if (const auto* found = resource(id)) return cycle(id).empty() ? found : nullptr;
    const auto& declared = symbol(id);
    if (declared.kind != SymbolKind::variable || !cycle(id).empty()) return nullptr;
    expression = declared.declaration.part(Role::value);
  }
  return nullptr;
}

Node SemanticModel::decorator(Node decorated, std::string_view name) const {
  for (Node child : decorated.children()) {
    if (child.kind() != NodeKind::Decorator) break;
    const auto call = child.part(Role::value);
    if (!call) continue;
    if (call.kind() == NodeKind::FunctionCall) {
      const auto* called = symbol_of(call);
      if (call.name_text() == name && called && called->kind == SymbolKind::builtin_function) return call;
    } else if (call.kind() == NodeKind::InstanceFunctionCall && call.name_text() == name) {
      const auto* base = symbol_of(call.part(Role::base));
      if (base && base->kind == SymbolKind::namespace_name && base->name == "sys") return call;
    }
  }
  return {};
}

bool SemanticModel::has_errors() const {
  const auto is_error = [](const Finding& finding) { return finding.severity == Severity::error; };
  return std::ranges::any_of(findings_, is_error) || std::ranges::any_of(file_.findings, is_error);
}

const ModuleInterface::Parameter* ModuleInterface::find_parameter(std::string_view name) const {
  const auto at = std::ranges::find(parameters, name, &Parameter::name);
  return at == parameters.end() ? nullptr : &*at;
}
const ModuleInterface::Output* ModuleInterface::find_output(std::string_view name) const {
  const auto at = std::ranges::find(outputs, name, &Output::name);
  return at == outputs.end() ? nullptr : &*at;
}
const ModuleInterface::Export* ModuleInterface::find_export(std::string_view name) const {
  const auto at = std::ranges::lower_bound(exports, name, {}, &Export::name);
  return at == exports.end() || at->name != name ? nullptr : &*at;
}
bool ModuleInterface::has_secure_outputs() const { return std::ranges::any_of(outputs, &Output::secure); }

}  // namespace fleetlint::compiler
