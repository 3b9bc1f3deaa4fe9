// Resources: loop, condition, identity, scope, body, dependencies (emission rules C, D, G, H1, I).
#include <algorithm>

#include "bind/syntax_queries.h"
#include "emit/emitter.h"

namespace fleetlint::compiler {

using ir::Kind;

namespace {

constexpr std::string_view azure_extension_name = "AzureResourceManager";

}  // namespace

const ir::Expression* Emitter::unwrap_body(MemberList& members, const ir::Expression& body) {
  const auto* at = &body;
  if (at->is(Kind::ForLoop)) {
    auto copy = copy_object(at->text, at->child(0), nullptr, false);
    if (at->integer > 0) {
      MemberList parts(copy.members.begin(), copy.members.end());
      add(parts, "mode", string_value("serial", copy.location));
      arm::Node size;
      size.kind = arm::NodeKind::integer;
      size.integer = at->integer;
      size.location = copy.location;
      add(parts, "batchSize", size);
      copy = object_value(parts, copy.location);
    }
    add_copy(members, copy);
    at = &at->child(1);
  }
  if (at->is(Kind::Condition)) {
    add(members, "condition", value(at->child(0)));
    at = &at->child(1);
  }
  return at;
}

void Emitter::add_description(MemberList& members, const ir::Decorators* decorators) {
  if (!decorators || !decorators->description) return;
  MemberList metadata;
  add(metadata, "description", value(*decorators->description));
  add(members, "metadata", object_value(metadata, here_));
}

SymbolId Emitter::declared_az_extension() const {
  for (const auto id : model_.declared(SymbolKind::extension)) {
    const auto* reference = model_.file().reference_of(model_.symbol(id).declaration);
    const bool has_own_types = reference && reference->extension_types;
    if (!has_own_types && model_.types().extension(id).name == azure_extension_name) return id;
  }
  return {};
}

arm::Node Emitter::resource_node(const ir::Expression& declared) {
  const auto& resource = model_.resources()[declared.resource];
  const auto& symbol = model_.symbol(resource.symbol);
  here_ = location(declared.source);
  const auto at = here_;
  MemberList members;
  const auto* body = unwrap_body(members, declared.child(0));
  if (symbolic() && symbol.is_existing) add(members, "existing", boolean_value(true));
  const bool extension_configs = model_.features().has(Feature::module_extension_configs);
  if (const auto extension = resource.is_az() ? declared_az_extension() : resource.extension) {
    add(members, extension_configs ? "extension" : "import", string_value(model_.symbol(extension).name));
  }
  const auto is_patch = [](const ir::ResourceOption& option) { return option.name == "patch"; };
  MemberList options;
  for (const auto& option : declared.options) {
    if (is_patch(option)) continue;
    std::vector<arm::Node> items;
    for (const auto* argument : option.arguments->children) items.push_back(value(*argument));
    add(options, option.name, array_value(items, at));
  }
  if (!options.empty()) add(members, "@options", object_value(options, at));
  if (std::ranges::any_of(declared.options, is_patch)) add(members, "method", string_value("PATCH"));
  const auto type_location = location(resource.declaration.part(syntax::Role::type));
  if (resource.is_az() || extension_configs) {
    add(members, "type", string_value(resource.type.type, type_location));
    if (!resource.type.api_version.empty()) add(members, "apiVersion", string_value(resource.type.api_version, type_location));
  } else {
    add(members, "type", string_value(arena().copy(std::string_view(resource.type.full())), type_location));
  }
  const auto& scope = lowering_.scopes().of_resource(resource);
  if (resource.is_az()) {
    add_scope(members, scope, &resource, resource.body);
    add(members, "name", expression_value(resource_name(resource), location(resource.name)));
    add_properties(members, *body);
  } else {
    MemberList properties;
    add_properties(properties, *body);
    add(members, "properties", object_value(properties, at));
  }
  add_dependencies(members, declared);
  add_description(members, declared.decorators);
  return object_value(members, at);
}

void Emitter::add_scope(MemberList& members, const ScopeData& scope, const DeclaredResource* owner, syntax::Node body) {
  const auto scope_location = owner && owner->scope ? location(owner->scope) : here_;
  const auto replacements = scope.inherited ? lowering_.replacements_of_ancestor(*owner, 0, nullptr) : nullptr;
  const auto moved = [&](syntax::Node node) {
    const auto inherited = scope.inherited ? moved_replacements({node}, *owner, nullptr) : nullptr;
    const auto* context = lowering_.index_context(std::vector<PlacedNode>{{node, inherited}}, scope.index, body, inherited);
    return context ? context->replacements : inherited;
  };
  const auto text_of = [&](syntax::Node node) { return expression_value(convert(*lowering_.lower(node, moved(node))), scope_location); };
  if (scope.resource != UINT32_MAX) {
    const auto& target = model_.resources()[scope.resource];
    // Of an inherited scope only the index moves along: the own id reads the name of the extended resource another way.
    const auto* context = lowering_.index_context(target, scope.index, body, replacements);
    add(members, "scope", expression_value(resource_id(target, context ? context->replacements : nullptr), scope_location));
    return;
  }
  switch (scope.requested) {
    case Scope::tenant:
      if (model_.target_scope() != Scope::tenant) add(members, "scope", string_value("/", scope_location));
      return;
    case Scope::management_group:
      if (scope.management_group) {
        const bool qualified = model_.target_scope() != Scope::tenant && model_.target_scope() != Scope::management_group;
        add(members, "scope", expression_value(management_group_id(scope.management_group, moved(scope.management_group), qualified), scope_location));
      }
      return;
    case Scope::subscription:
      if (scope.subscription) {
        add(members, "subscriptionId", value(*lowering_.lower(scope.subscription, scope.inherited ? moved_replacements({scope.subscription}, *owner, nullptr) : nullptr)));
      } else if (model_.target_scope() == Scope::resource_group) {
        add(members, "subscriptionId", expression_value(access(call("subscription", {}), "subscriptionId"), scope_location));
      }
      return;
    case Scope::resource_group:
      if (scope.subscription) add(members, "subscriptionId", text_of(scope.subscription));
      if (scope.resource_group) add(members, "resourceGroup", text_of(scope.resource_group));
      return;
    default: return;
  }
}

arm::Node Emitter::dependency(const ir::Expression& reference_expression) {
  const auto* index = reference_expression.index;
  const auto& symbol = model_.symbol(reference_expression.symbol);
  const auto* resource = reference_expression.is(Kind::ResourceReference) ? &model_.resources()[reference_expression.resource] : nullptr;
  const auto name = resource ? resource->symbolic_name : symbol.name;
  if (symbolic()) {
    const bool element = symbol.is_collection && index && index->index;
    return expression_value(symbolic_reference(name, element ? index : nullptr), here_);
  }
  if (symbol.is_collection && !(index && index->index)) return string_value(name);
  if (resource) return expression_value(resource_id(*resource, index ? index->replacements : nullptr), here_);
  return expression_value(module_id(*model_.module(reference_expression.symbol), index), here_);
}

void Emitter::add_dependencies(MemberList& members, const ir::Expression& declared) {
  std::vector<arm::Node> items;
  for (const auto* child : declared.children) {
    if (child->is(Kind::ResourceDependency)) items.push_back(dependency(child->child(0)));
  }
  if (!items.empty()) add(members, "dependsOn", array_value(items, here_));
}

}  // namespace fleetlint::compiler
