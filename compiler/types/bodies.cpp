// What resources, modules and tests may hold: the types of an index with what Bicep adds to every resource.
#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {
namespace {

using enum PropertyFlag;

std::size_t segment_count(std::string_view type) { return static_cast<std::size_t>(std::count(type.begin(), type.end(), '/')) + 1; }

// `Microsoft.X/y`: a namespace with letters, digits and dots, then at least one type segment.
bool is_az_type(std::string_view type) {
  const auto slash = type.find('/');
  if (slash == std::string_view::npos || slash == 0) return false;
  const auto alphanumeric = [](char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); };
  if (!alphanumeric(type[0])) return false;
  for (std::size_t i = 0; i < slash; ++i) {
    if (!alphanumeric(type[i]) && type[i] != '.') return false;
  }
  bool empty = true;
  for (std::size_t i = slash + 1; i < type.size(); ++i) {
    if (type[i] == '/') {
      if (empty) return false;
      empty = true;
    } else if (alphanumeric(type[i]) || type[i] == '-') {
      empty = false;
    } else {
      return false;
    }
  }
  return !empty;
}

// `2024-01-01` with nothing, -preview, -alpha, -beta, -rc or -privatepreview behind.
bool is_api_version(std::string_view version) {
  if (version.size() < 10) return false;
  for (std::size_t i = 0; i < 10; ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? version[i] != '-' : version[i] < '0' || version[i] > '9') return false;
  }
  const auto suffix = to_lower_ascii(version.substr(10));
  return suffix.empty() || suffix == "-preview" || suffix == "-alpha" || suffix == "-beta" || suffix == "-rc" || suffix == "-privatepreview";
}

// Set before anything is deployed, and safe to read then: nothing changes them.
constexpr std::string_view always_readable[] = {"id", "name", "type", "apiVersion"};
// Set before anything is deployed, but policies or providers may change what is read back.
constexpr std::string_view deploy_time_constant_properties[] = {"location", "kind", "subscriptionId", "resourceGroup", "managedBy", "extendedLocation", "zones",
                                                                "placement", "plan", "sku", "identity", "managedByExtended", "tags", "asserts"};
// What names an existing resource.
constexpr std::string_view identifying[] = {"name", "scope", "parent", "dependsOn"};

template <typename Names>
bool contains(const Names& names, std::string_view name) { return std::find(std::begin(names), std::end(names), name) != std::end(names); }

class PropertyList {
 public:
  explicit PropertyList(std::span<const Property> from) : properties_(from.begin(), from.end()) {}
  Property* find(std::string_view name) {
    const auto found = std::find_if(properties_.begin(), properties_.end(), [&](const Property& property) { return property.name == name; });
    return found == properties_.end() ? nullptr : &*found;
  }
  void set(Property property) {
    if (auto* known = find(property.name)) *known = property; else properties_.push_back(property);
  }
  std::vector<Property> take() { return std::move(properties_); }
  std::vector<Property>& all() { return properties_; }

 private:
  std::vector<Property> properties_;
};

PropertyFlags read_only_of(PropertyFlags flags) { return (flags | read_only).without(required); }

}  // namespace

const Type* Checker::depends_on_type() {
  if (depends_on_ != nullptr) return depends_on_;
  const auto reference = [&](ScopeSet scopes, std::string_view name) {
    Type type;
    type.kind = TypeKind::scope;
    type.text = name;
    type.scopes = scopes;
    return arena_.make(type);
  };
  const auto* one = reference(bit(Scope::module) | bit(Scope::resource), "resource | module");
  const TypeRef members[] = {one, arena_.array(reference(bit(Scope::module), "module")), arena_.array(reference(bit(Scope::resource), "resource"))};
  return depends_on_ = arena_.array(arena_.union_of(members));
}

const Type* Checker::scope_property_type(ScopeSet scopes, bool existing) {
  static constexpr std::pair<Scope, std::string_view> names[] = {{Scope::resource, "resource"}, {Scope::module, "module"}, {Scope::tenant, "tenant"},
      {Scope::management_group, "managementGroup"}, {Scope::subscription, "subscription"}, {Scope::resource_group, "resourceGroup"}};
  std::string text;
  ScopeSet wanted = scopes;
  if (!existing) wanted &= static_cast<ScopeSet>(bit(Scope::resource) | bit(Scope::tenant));
  for (const auto& [scope, name] : names) {
    if ((wanted & bit(scope)) == 0) continue;
    if (!text.empty()) text += " | ";
    text += name;
  }
  Type type;
  type.kind = TypeKind::scope;
  type.text = arena_.text(text.empty() ? "none" : text);
  type.scopes = wanted;
  return arena_.make(type);
}

std::vector<Property> Checker::common_resource_properties(std::string_view type, std::string_view version) {
  const auto system_fact = read_only | deploy_time_constant | system;
  std::vector<Property> properties = {
      {"id", &types::string, system_fact, "The resource id"},
      {"name", &types::string, required | deploy_time_constant | loop_variant | system, "The resource name"},
      {"type", arena_.string_literal(type), system_fact, "The resource type"},
      {"apiVersion", arena_.string_literal(version), system_fact, "The resource api version"},
  };
  return properties;
}

namespace {

std::vector<Property> make_known_top_level(TypeArena& arena) {
  const auto text = [](std::string_view name) { return Property{name, &types::string, {}, ""}; };
  const auto choice = [&](std::initializer_list<std::string_view> names) {
    std::vector<TypeRef> members{TypeRef(&types::string)};
    for (const auto name : names) members.emplace_back(arena.string_literal(name));
    return arena.union_of(members);
  };
  const auto* tags = arena.object("Tags", {}, arena.additional(&types::string));
  const auto* asserts = arena.object("ResourceAsserts", {}, arena.additional(&types::boolean, deploy_time_constant));
  const auto* sku = arena.object("sku", {text("name"), text("tier"), text("size"), text("family"), text("model"), {"capacity", &types::integer, {}, ""}});
  const auto* location = arena.object("extendedLocation", {{"type", choice({"NotSpecified", "EdgeZone", "CustomLocation", "ArcZone"}), required, ""}, text("name")});
  const auto* placement = arena.object("placement", {{"zonePlacementPolicy", choice({"NotSpecified", "Any", "None", "Auto"}), required, ""},
                                                     {"includeZones", &types::string_array, {}, ""}, {"excludeZones", &types::string_array, {}, ""}});
  const auto* scale = arena.object("scale", {{"capacity", &types::integer, required, ""}, {"maximum", &types::integer, {}, ""}, {"minimum", &types::integer, {}, ""}});
  const auto* user_identity = arena.object("userAssignedIdentityProperties", {text("principalId"), text("clientId")});
  const auto* identity = arena.object("identity", {text("principalId"), text("tenantId"),
      {"type", choice({"NotSpecified", "SystemAssigned", "UserAssigned", "None", "Actor"}), required, ""}, {"identityIds", &types::string_array, {}, ""},
      {"userAssignedIdentities", arena.object("userAssignedIdentities", {}, arena.additional(user_identity)), {}, ""}, {"delegatedResources", &types::object, {}, ""}});
  return {text("location"), {"tags", tags, {}, ""}, {"asserts", asserts, {}, ""}, {"properties", &types::object, {}, ""}, {"sku", sku, {}, ""}, text("kind"), text("managedBy"),
          {"managedByExtended", &types::string_array, {}, ""}, {"extendedLocation", location, {}, ""}, {"zones", &types::string_array, {}, ""}, {"placement", placement, {}, ""},
          {"plan", &types::object, {}, ""}, text("eTag"), {"scale", scale, {}, ""}, {"identity", identity, {}, ""}};
}

/// Properties that any resource may have at its top, as far as its own type does not say otherwise.
const std::vector<Property>& known_top_level() {
  static TypeArena arena;
  static const std::vector<Property> properties = make_known_top_level(arena);
  return properties;
}

constexpr auto only_warnings = TypeFlag::warn_on_type_mismatch | TypeFlag::warn_on_property_type_mismatch;

/// The same where Azure's types are not there: the resource's own ones may be of another type, so their values are no errors.
const std::vector<Property>& likely_top_level() {
  static TypeArena arena;
  static const std::vector<Property> properties = [] {
    const auto lenient = [](const Type& type) {
      Type copy = type;
      copy.flags |= only_warnings;
      return copy;
    };
    auto likely = known_top_level();
    for (auto& property : likely) {
      auto type = lenient(*property.type);
      if (type.additional != nullptr) type.additional = arena.additional(arena.make(lenient(*type.additional->type)), type.additional->flags);
      property.type = arena.make(type);
    }
    likely.push_back({"etag", &types::any, {}, ""});  // as many types spell it
    return likely;
  }();
  return properties;
}

const std::vector<Property>& usual_top_level(const SourceGraph& graph) { return graph.azure_types != nullptr ? known_top_level() : likely_top_level(); }

}  // namespace

const Type* Checker::generic_body(std::string_view type, std::string_view version) {
  auto properties = common_resource_properties(type, version);
  for (auto& property : usual_top_level(model_.graph())) properties.push_back(property);
  return arena_.object(std::string(type) + "@" + std::string(version), std::move(properties));
}

const Type* Checker::az_body(const Type& body, std::string_view name, std::string_view version, ScopeSet scopes, bool existing, bool nested, bool has_parent) {
  const bool literal_names = segment_count(name) == 2 || has_parent;
  if (body.is(TypeKind::discriminated_object)) {
    const bool by_name = body.discriminator == "name";
    if (by_name ? !literal_names : existing) {
      // The variant cannot be told, so only what some variant has is known.
      const auto* generic = generic_body(name, version);
      std::vector<Property> properties;
      for (const auto& property : generic->properties) {
        const auto has = [&](const TypeRef& variant) { return variant->find(property.name) != nullptr; };
        if (std::any_of(body.elements.begin(), body.elements.end(), has)) properties.push_back(property);
      }
      return az_body(*arena_.object(generic->text, std::move(properties)), name, version, scopes, existing, nested, has_parent);
    }
    std::vector<TypeRef> variants;
    for (const auto& variant : body.elements) variants.emplace_back(az_body(*variant, name, version, scopes, existing, nested, has_parent));
    return arena_.discriminated(body.text, body.discriminator, variants, body.flags);
  }
  if (!body.is_object()) return &types::object;
  PropertyList properties(body.properties);
  if (auto* own_name = properties.find("name"); own_name != nullptr && !literal_names && own_name->type.get() != &types::string) {
    own_name->type = &types::string;
    own_name->flags |= system;
  }
  auto reference_flags = write_only | deploy_time_constant | readable_at_deploy_time | disallow_any | loop_variant | system;
  properties.set({"dependsOn", depends_on_type(), write_only | disallow_any | system, ""});
  if (existing || (scopes & (bit(Scope::resource) | bit(Scope::tenant))) != 0) properties.set({"scope", scope_property_type(scopes, existing), reference_flags, ""});
  if (!existing) {
    const bool lenient = model_.features().has(Feature::runtime_values_in_tags_and_sku);
    for (const auto constant_name : deploy_time_constant_properties) {
      if (lenient && (constant_name == "tags" || constant_name == "sku")) continue;
      if (auto* property = properties.find(constant_name)) property->flags |= deploy_time_constant;
    }
  }
  for (const auto readable : always_readable) {
    if (auto* property = properties.find(readable)) property->flags |= readable_at_deploy_time;
  }
  if (auto* own_name = properties.find("name")) own_name->flags |= loop_variant | system;
  if (segment_count(name) > 2 && !nested) {
    Type parent;
    parent.kind = TypeKind::resource_parent;
    parent.text = arena_.text(std::string(name) + "@" + std::string(version));
    properties.set({"parent", arena_.make(parent), reference_flags, ""});
  }
  if (to_lower_ascii(name) == "microsoft.resources/deployments") {
    for (const auto extra : {"resourceGroup", "subscriptionId"}) properties.set({extra, &types::string, deploy_time_constant | system, ""});
  }
  for (const auto& property : usual_top_level(model_.graph())) {
    if (properties.find(property.name) == nullptr) properties.set({property.name, property.type, property.flags | fallback, ""});
  }
  const Property* additional = body.additional;
  if (existing) {
    for (auto& property : properties.all()) {
      if (!contains(identifying, property.name)) property.flags = read_only_of(property.flags);
    }
    if (additional != nullptr) additional = arena_.additional(additional->type, read_only_of(additional->flags));
  }
  Type type = *arena_.object(body.text, properties.take(), additional, body.flags);
  type.functions = &azure_resource_methods(to_lower_ascii(name) == "microsoft.keyvault/vaults");
  return arena_.make(type);
}

const Type* Checker::az_resource_type(std::string_view name, std::string_view version, bool existing, bool has_parent, bool nested, bool& known) {
  known = false;
  if (version.empty()) return nullptr;
  const auto full = std::string(name) + "@" + std::string(version);
  const auto key = to_lower_ascii(full) + (existing ? "/e" : "/-") + (has_parent ? "p" : "-") + (nested ? "n" : "-");
  const auto* indexed = model_.graph().azure_types != nullptr ? model_.graph().azure_types->find(full) : nullptr;
  if (indexed == nullptr && (!is_az_type(name) || !is_api_version(version))) return nullptr;
  known = indexed != nullptr;
  if (indexed != nullptr) {
    const auto at = indexed->name.find('@');
    name = indexed->name.substr(0, at);
    version = indexed->name.substr(at + 1);
  }
  auto& cached = resource_bodies_[key];
  if (cached != nullptr) return cached;
  Type type;
  type.kind = TypeKind::resource;
  type.text = indexed != nullptr ? indexed->name : arena_.text(full);
  if (indexed != nullptr) {
    type.scopes = indexed->readable_scopes | indexed->writable_scopes;
    type.read_only_scopes = indexed->readable_scopes & static_cast<ScopeSet>(~indexed->writable_scopes);
    const auto* body = indexed->body.get();
    if (body->is_object()) {
      // `asserts` belongs to every Azure resource.
      std::vector<Property> properties;
      for (const auto& property : body->properties) {
        if (property.name != "asserts") properties.push_back(property);
      }
      properties.push_back({"asserts", arena_.object("ResourceAsserts", {}, arena_.additional(&types::boolean, deploy_time_constant)), {}, ""});
      body = arena_.object(body->text, std::move(properties), body->additional, body->flags);
    }
    type.item = az_body(*body, name, version, type.scopes, existing, nested, has_parent);
  } else {
    type.scopes = bit(Scope::tenant) | bit(Scope::management_group) | bit(Scope::subscription) | bit(Scope::resource_group) | bit(Scope::resource);
    type.item = az_body(*generic_body(name, version), name, version, type.scopes, existing, nested, has_parent);
  }
  return cached = arena_.make(type);
}

const Type* Checker::extension_body(const Type& body, bool existing) {
  if (body.is(TypeKind::discriminated_object)) {
    std::vector<TypeRef> variants;
    for (const auto& variant : body.elements) variants.emplace_back(extension_body(*variant, existing));
    return arena_.discriminated(body.text, body.discriminator, variants, body.flags);
  }
  if (!body.is_object()) return &types::object;
  PropertyList properties(body.properties);
  if (!existing) properties.set({"dependsOn", depends_on_type(), write_only | disallow_any, ""});
  for (auto& property : properties.all()) {
    if (property.flags.has(resource_identifier) && property.flags.has(required)) property.flags |= system | loop_variant;
    if (property.flags.has(required) && property.flags.has(deploy_time_constant)) property.flags |= readable_at_deploy_time;
    if (existing && !property.flags.has(resource_identifier)) property.flags = read_only_of(property.flags);
  }
  const Property* additional = body.additional;
  if (existing && additional != nullptr) additional = arena_.additional(additional->type, read_only_of(additional->flags));
  return arena_.object(body.text, properties.take(), additional, body.flags);
}

// The type in one extension: one that it defines, or what it makes of any other (`fallback`).
ResourceFacts Checker::extension_resource(SymbolId extension, const DeclaredResource& resource, bool fallback) {
  ResourceFacts facts;
  const auto* reference = model_.file().reference_of(model_.symbol(extension).declaration);
  Type type;
  type.kind = TypeKind::resource;
  type.text = arena_.text(resource.type.full());
  type.scopes = static_cast<ScopeSet>(31);
  if (reference != nullptr && reference->extension_types != nullptr) {
    const auto* indexed = reference->extension_types->find(resource.type.full());
    if ((indexed == nullptr) != fallback) return facts;
    const auto body = indexed != nullptr ? indexed->body : reference->extension_types->fallback_resource_body();
    if (!body) return facts;
    if (indexed != nullptr) {
      type.scopes = static_cast<ScopeSet>(indexed->readable_scopes | indexed->writable_scopes);
      type.read_only_scopes = static_cast<ScopeSet>(indexed->readable_scopes & ~indexed->writable_scopes);
      facts.write_only = indexed->readable_scopes == 0 && indexed->writable_scopes != 0;
    }
    type.item = extension_body(*body, model_.symbol(resource.symbol).is_existing);
    facts.known = indexed != nullptr;
  } else {
    // An extension that is built in but whose types are not at hand can have any type.
    if (!fallback || this->extension(extension).name != "Kubernetes") return facts;
    type.item = arena_.object(resource.type.type, {}, arena_.additional(&types::any));
  }
  facts.type = arena_.make(type);
  facts.extension = extension;
  return facts;
}

// The name in this file of the namespace that the resource's type belongs to.
std::string_view Checker::namespace_of(const DeclaredResource& resource) {
  const auto& facts = resource_facts(resource);
  if (facts.extension) return model_.symbol(facts.extension).name;
  for (const auto id : model_.declared(SymbolKind::extension)) {
    if (model_.built_in_namespace(id) == "az") return model_.symbol(id).name;
  }
  return "az";
}

const ResourceFacts& Checker::resource_facts(const DeclaredResource& resource) {
  const auto [found, added] = resources_.try_emplace(resource.symbol.index);
  auto& facts = found->second;
  if (!added) return facts;
  const bool existing = model_.symbol(resource.symbol).is_existing;
  const auto* around = resource.parent && resource.parent->nested ? &model_.resources()[resource.parent->resource] : nullptr;
  const bool has_parent = resource.parent.has_value();
  const auto& name = resource.type;
  if (around != nullptr && around->loop) return facts;  // one of several has no type of its own
  if (name.type.empty()) return facts;
  const auto& extensions = model_.declared(SymbolKind::extension);
  bool az_known = false;
  const Type* az = az_resource_type(name.type, name.api_version, existing, has_parent, around != nullptr, az_known);
  if (extensions.empty() && model_.has_implicit_namespace("az")) {
    // Nothing but Azure: `sys` has no resources.
    if (resource.name_space == "sys") {
      facts.problem = ResourceFacts::Problem::not_in_namespace;
      facts.subject = "sys";
    } else {
      facts.type = az;
      facts.known = az_known;
    }
    return facts;
  }

  if (!resource.name_space.empty() && around != nullptr && resource_facts(*around).type != nullptr && namespace_of(*around) != resource.name_space) {
    facts.problem = ResourceFacts::Problem::other_namespace_than_parent;
    facts.subject = resource.name_space;
    facts.other = namespace_of(*around);
    return facts;
  }
  // Types that a namespace defines go before those that it makes up.
  for (const bool fallback : {false, true}) {
    std::vector<std::string_view> names;
    ResourceFacts first;
    const auto add = [&](std::string_view name_space, ResourceFacts candidate) {
      if (candidate.type == nullptr || name_space.empty() || std::ranges::find(names, name_space) != names.end()) return;
      if (!resource.name_space.empty() && resource.name_space != name_space) return;
      if (names.empty()) first = std::move(candidate);
      names.push_back(name_space);
    };
    ResourceFacts of_az;
    of_az.known = az_known;
    if (az_known != fallback) of_az.type = az;
    if (model_.has_implicit_namespace("az")) add("az", of_az);
    for (const auto id : extensions) {
      const auto built_in = model_.built_in_namespace(id);
      if (built_in != "sys") add(model_.symbol(id).name, built_in == "az" ? of_az : extension_resource(id, resource, fallback));
    }
    if (names.empty()) continue;
    // Without Azure's types, whether it has this one is not known.
    if (names.size() > 1 && fallback && model_.graph().azure_types == nullptr) names.resize(1);
    if (names.size() > 1) {
      facts.problem = ResourceFacts::Problem::ambiguous;
      facts.subject = name.full();
      std::vector<std::string> sorted(names.begin(), names.end());
      sort_ignoring_case(sorted);
      facts.other = quoted_list(sorted);
      return facts;
    }
    return facts = std::move(first);
  }
  if (!resource.name_space.empty()) {
    facts.problem = ResourceFacts::Problem::not_in_namespace;
    facts.subject = resource.name_space;
    for (const auto id : extensions) {
      if (model_.symbol(id).name != resource.name_space) continue;
      const auto built_in = model_.built_in_namespace(id);
      const auto* reference = model_.file().reference_of(model_.symbol(id).declaration);
      if (!built_in.empty()) facts.subject = built_in;
      else if (reference != nullptr && reference->extension_types != nullptr) facts.subject = reference->extension_types->settings().name;
    }
  }
  return facts;
}

const Type* Checker::module_type(const DeclaredModule& module) {
  const auto [found, added] = modules_.try_emplace(module.symbol.index, nullptr);
  if (!added) return found->second;
  const auto* interface = module.interface;
  if (interface == nullptr) return nullptr;
  std::vector<Property> parameters, outputs;
  bool parameters_required = false;
  for (const auto& parameter : interface->parameters) {
    PropertyFlags flags = write_only | allow_implicit_null;
    if (parameter.required) { flags |= required; parameters_required = true; }
    const auto* wanted = parameter.type != nullptr ? parameter.type : &types::any;
    if (wanted->is(TypeKind::resource)) wanted = arena_.make({.kind = TypeKind::resource_parameter, .text = wanted->text.substr(0, wanted->text.find('@'))});
    parameters.push_back({parameter.name, wanted, flags, parameter.description});
  }
  for (const auto& output : interface->outputs) outputs.push_back({output.name, output.type != nullptr ? output.type : &types::any, read_only, output.description});
  const bool own_scope = (interface->target_scopes & bit(model_.target_scope())) != 0;
  PropertyFlags scope_flags = write_only | deploy_time_constant | readable_at_deploy_time | disallow_any | loop_variant;
  if (!own_scope && interface->target_scopes != 0) scope_flags |= required;
  const auto* identity = arena_.object("identity", {{"type", arena_.union_of({TypeRef(arena_.string_literal("None")), TypeRef(arena_.string_literal("UserAssigned"))}), required, ""},
                                                    {"userAssignedIdentities", &types::object, {}, ""}});
  std::vector<Property> properties = {
      // What Azure takes as the name of a deployment.
      {"name", arena_.string(1, 64, {}, "^[-\\w._()]+$"), deploy_time_constant | readable_at_deploy_time | loop_variant, ""},
      {"scope", scope_property_type(interface->target_scopes, true), scope_flags, ""},
      {"params", arena_.object("params", std::move(parameters)), parameters_required ? required | write_only : PropertyFlags(write_only), ""},
      {"outputs", arena_.object("outputs", std::move(outputs)), read_only, ""},
      {"dependsOn", depends_on_type(), write_only | disallow_any, ""},
      {"identity", identity, deploy_time_constant, ""},
  };
  if (model_.features().has(Feature::module_extension_configs)) {
    std::vector<Property> configs;
    bool any_required = false;
    if (interface->model != nullptr) {
      for (const auto& config : static_cast<const Checker&>(interface->model->types()).extension_configs()) {
        if (config.type == nullptr) continue;
        configs.push_back({config.alias, config.type, config.required ? required | write_only : PropertyFlags(write_only), ""});
        any_required = any_required || config.required;
      }
    }
    properties.push_back({"extensionConfigs", arena_.object("extensionConfigs", std::move(configs)), any_required ? required | write_only : PropertyFlags(write_only), ""});
  }
  Type type;
  type.kind = TypeKind::module;
  type.text = "module";
  type.scopes = interface->target_scopes;
  type.item = arena_.object("module", std::move(properties));
  const auto* made = arena_.make(type);
  interface_of_type_[made] = interface;
  return modules_[module.symbol.index] = made;
}

const Type* Checker::test_type(Node declaration) {
  const auto* reference = model_.file().reference_of(declaration);
  const auto* interface = reference != nullptr && reference->target != nullptr ? interfaces_.interface_of(*reference->target) : nullptr;
  if (interface == nullptr) return nullptr;
  std::vector<Property> parameters;
  bool any_required = false;
  for (const auto& parameter : interface->parameters) {
    any_required = any_required || parameter.required;
    parameters.push_back({parameter.name, parameter.type != nullptr ? parameter.type : &types::any, parameter.required ? required | write_only : write_only | allow_implicit_null, ""});
  }
  Type type;
  type.kind = TypeKind::module;
  type.text = "test";
  type.item = arena_.object("test", {{"params", arena_.object("params", std::move(parameters)), any_required ? required | write_only : PropertyFlags(write_only), ""}});
  return arena_.make(type);
}

}  // namespace fleetlint::compiler
