// What extensions are configured with: at their declaration, by the caller of a file, in a parameter file.
#include <algorithm>
#include <map>
#include <unordered_set>

#include "bind/syntax_queries.h"
#include "graph/built_in_extensions.h"
#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

const Type* Checker::extension_configuration(SymbolId extension) {
  const auto declaration = model_.symbol(extension).declaration;
  const auto* reference = model_.file().reference_of(declaration);
  if (reference != nullptr && reference->extension_types != nullptr) {
    const auto& configuration = reference->extension_types->settings().configuration;
    return configuration ? configuration.get() : nullptr;
  }
  if (model_.built_in_namespace(extension) == "az" && model_.features().has(Feature::az_extension_config)) {
    // Without Azure's types, what can be configured is not known.
    if (model_.graph().azure_types == nullptr) return &types::object;
    const auto& configuration = model_.graph().azure_types->settings().configuration;
    return configuration ? configuration.get() : nullptr;
  }
  if (this->extension(extension).name != "Kubernetes") return nullptr;
  if (kubernetes_configuration_ == nullptr) {
    kubernetes_configuration_ = arena_.object("configuration", {{"namespace", &types::string, PropertyFlag::required, "The default Kubernetes namespace to deploy resources to."},
                                                                {"kubeConfig", &types::secure_string, PropertyFlag::required, "The Kubernetes configuration file, base-64 encoded."},
                                                                {"context", &types::string, {}, ""}});
  }
  return kubernetes_configuration_;
}

// With what is given already no longer required; without the property `kept out`, if that is named.
const Type* Checker::with_optional(const Type& object, std::span<const Property> given, std::string_view kept_out) {
  Type changed = object;
  std::vector<Property> properties;
  for (auto property : object.properties) {
    if (!kept_out.empty() && property.name == kept_out) continue;
    const auto is_given = std::ranges::any_of(given, [&](const Property& known) { return known.name == property.name; });
    if (is_given) property.flags = property.flags.without(PropertyFlag::required);
    properties.push_back(property);
  }
  changed.properties = arena_.arena().copy(properties);
  return arena_.make(changed);
}

namespace {

syntax::Node config_of(syntax::Node statement) {
  const auto clause = statement.child(syntax::NodeKind::ExtensionWithClause);
  return clause ? clause.child(syntax::NodeKind::Object) : syntax::Node();
}

std::string configuration_clause(const Configuration& configuration) {
  return configuration.path.empty() ? "built-in Bicep configuration" : fmt::format("Bicep configuration \"{}\"", configuration.path);
}

bool is_built_in(std::string_view name) { return built_in_extension(name) != nullptr; }

bool needs_something(const Type& configuration) {
  if (!configuration.is_object()) return true;
  return std::ranges::any_of(configuration.properties, [](const Property& property) { return property.flags.has(PropertyFlag::required); });
}

}  // namespace

// What is left to set where the file is used: its own values are defaults.
const Type* Checker::configuration_left(SymbolId extension) {
  const auto* configuration = extension_configuration(extension);
  const auto config = config_of(model_.symbol(extension).declaration);
  if (configuration == nullptr || !config) return configuration;
  const auto* given = type_of(config);
  if (!given->is_object() || given->properties.empty()) return configuration;
  if (configuration->is_object()) return with_optional(*configuration, given->properties, {});
  if (!configuration->is(TypeKind::discriminated_object)) return configuration;
  // The variant that is chosen here stays chosen.
  const auto* chosen = given->find(configuration->discriminator);
  if (chosen == nullptr || !chosen->type->is(TypeKind::string_literal)) return configuration;
  for (const auto& variant : configuration->elements) {
    const auto* key = variant->find(configuration->discriminator);
    if (key != nullptr && key->type->text == chosen->type->text) return with_optional(*variant, given->properties, configuration->discriminator);
  }
  return configuration;
}

// Extensions that the configuration makes known to every file must be configured there.
void Checker::check_implicit_extensions() {
  const auto& configuration = *model_.file().configuration;
  for (const auto& name : configuration.implicit_extensions) {
    if (name == "sys") report({0, 0}, Diagnostic::ReservedImplicitExtension, name);
    if (name == "sys" || !model_.has_implicit_namespace(name)) continue;
    const auto found = configuration.extensions.find(name);
    if (found == configuration.extensions.end()) report({0, 0}, Diagnostic::ImplicitExtensionNotConfigured, name, configuration_clause(configuration));
    else if (found->second == "builtin:" && !is_built_in(name)) report({0, 0}, Diagnostic::NoBuiltInExtension, name, configuration_clause(configuration));
  }
}

// Most extensions can be used once in a file only.
void Checker::check_duplicate_namespaces() {
  std::map<std::string_view, std::vector<SymbolId>> by_name;
  for (const auto id : model_.declared(SymbolKind::extension)) {
    const auto* reference = model_.file().reference_of(model_.symbol(id).declaration);
    if (reference != nullptr && reference->extension_types != nullptr) {
      const auto& settings = reference->extension_types->settings();
      if (settings.is_singleton) by_name[settings.name].push_back(id);
    } else if (const auto written = extension_specification(model_.symbol(id).declaration); written && written.is(NodeKind::Identifier)) {
      if (is_built_in(written.text())) by_name[written.text()].push_back(id);
    }
  }
  for (const auto& [name, ids] : by_name) {
    if (ids.size() < 2) continue;
    for (const auto id : ids) report(extension_specification(model_.symbol(id).declaration).span(), Diagnostic::DuplicateNamespace, name);
  }
}

void Checker::collect_extension_configs() {
  check_duplicate_namespaces();
  check_implicit_extensions();
  std::unordered_set<std::string_view> seen;
  for (const auto id : model_.declared(SymbolKind::extension)) {
    const auto name = model_.symbol(id).name;
    if (name.empty() || !seen.insert(name).second) continue;
    const auto* type = configuration_left(id);
    extension_configs_.push_back({name, type, type != nullptr && needs_something(*type)});
  }
}

void Checker::check_extension(Node statement) {
  const auto config = config_of(statement);
  if (config) type_of(config);
  const auto id = model_.symbol_at(statement);
  if (!id || model_.symbol(id).kind != SymbolKind::extension) return;
  const auto* reference = model_.file().reference_of(statement);
  const bool from_registry = reference != nullptr && reference->extension_types != nullptr;
  const auto name = from_registry ? std::string_view(reference->extension_types->settings().name) : statement.part(Role::path) ? statement.part(Role::path).text() : std::string_view();
  if (!from_registry && !is_built_in(name)) {
    const auto& extensions = model_.file().configuration->extensions;
    const auto found = extensions.find(name);
    if (found != extensions.end() && found->second == "builtin:" && name != "microsoftGraph") {
      report(statement.span(), Diagnostic::NoBuiltInExtension, name, configuration_clause(*model_.file().configuration));
    }
    return;  // not there: told of elsewhere
  }
  const bool later = model_.features().has(Feature::module_extension_configs);
  const auto written = statement.part(Role::path) ? statement.part(Role::path) : statement.child(NodeKind::String);
  const auto alias = statement.part(Role::alias);
  if (later && written && written.is(NodeKind::String) && !(alias && alias.is(NodeKind::AliasAsClause))) {
    report(statement.span(), Diagnostic::ExtensionNeedsAlias);
    return;
  }
  const auto* configuration = extension_configuration(id);
  if (config) {
    if (configuration == nullptr) {
      report(config.span(), Diagnostic::ExtensionWithoutConfiguration, name);
      return;
    }
    // What is required may be set where the file is used.
    if (later && configuration->is_object()) configuration = with_optional(*configuration, configuration->properties, {});
    if (later && configuration->is(TypeKind::discriminated_object)) {
      std::vector<TypeRef> variants;
      for (const auto& variant : configuration->elements) {
        std::vector<Property> others;
        std::ranges::copy_if(variant->properties, std::back_inserter(others), [&](const Property& property) { return property.name != configuration->discriminator; });
        variants.emplace_back(with_optional(*variant, others, {}));
      }
      configuration = arena_.discriminated(configuration->text, configuration->discriminator, variants, configuration->flags);
    }
    check_value(config, configuration, {});
  } else if (!later && configuration != nullptr && !statement.child(NodeKind::ExtensionWithClause) && needs_something(*configuration)) {
    report(statement.span(), Diagnostic::ExtensionNeedsConfiguration, name);
  }
}

const Type* Checker::assigned_configuration(Node statement) {
  const auto* used = used_module();
  if (used == nullptr || used->model == nullptr) return nullptr;
  for (const auto& config : static_cast<const Checker&>(used->model->types()).extension_configs()) {
    if (config.alias == statement.name_text()) return config.type;
  }
  return nullptr;
}

void Checker::check_extension_config(Node statement) {
  const auto config = config_of(statement);
  if (config) type_of(config);
  if (!model_.features().has(Feature::module_extension_configs) || used_module() == nullptr) return;
  const auto name = statement.name_text().empty() ? std::string_view("<missing>") : statement.name_text();
  const auto* configuration = assigned_configuration(statement);
  if (configuration == nullptr) {
    report(statement.name_span(), Diagnostic::ExtensionWithoutConfiguration, name);
  } else if (config) {
    check_value(config, configuration, {});
  } else if (!statement.child(NodeKind::ExtensionWithClause) && needs_something(*configuration)) {
    report(statement.span(), Diagnostic::ExtensionNeedsConfiguration, name);
  }
}

// Each extension that needs it is configured, and nothing else is.
void Checker::check_extension_assignments(Node using_statement) {
  const auto* used = used_module();
  if (used->model == nullptr || !used->model->features().has(Feature::module_extension_configs)) return;
  const auto& wanted = static_cast<const Checker&>(used->model->types()).extension_configs();
  const auto& assigned = model_.declared(SymbolKind::extension_config);
  std::unordered_set<std::string_view> assigned_names, wanted_names;
  for (const auto id : assigned) assigned_names.insert(model_.symbol(id).name);
  std::vector<std::string> missing;
  for (const auto& config : wanted) {
    wanted_names.insert(config.alias);
    if (config.required && !assigned_names.contains(config.alias)) missing.emplace_back(config.alias);
  }
  std::ranges::sort(missing);
  if (!missing.empty()) report(using_statement.part(Role::path) ? using_statement.part(Role::path).span() : using_statement.span(), Diagnostic::MissingExtensionConfigs, quoted_list(missing));
  for (const auto id : assigned) {
    const auto& symbol = model_.symbol(id);
    if (!wanted_names.contains(symbol.name)) report(symbol.declaration.span(), Diagnostic::UnknownExtensionConfig, symbol.name.empty() ? std::string_view("<missing>") : symbol.name);
  }
}

}  // namespace fleetlint::compiler
