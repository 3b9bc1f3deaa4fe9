// use-resource-id-functions, use-recognized-resource-type: what the linter says of texts that name a resource or its type.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"
#include "types/names.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

bool starts_with_word(std::string_view text, std::string_view word) { return text.size() >= word.size() && equals_ignoring_case(text.substr(0, word.size()), word); }

template <typename Names>
bool contains_word(const Names& names, std::string_view word) {
  return std::ranges::any_of(names, [&](std::string_view name) { return equals_ignoring_case(name, word); });
}

/// What a resource id may start with.
constexpr std::array<std::string_view, 10> id_functions = {"extensionResourceId", "guid", "if", "managementGroupResourceId", "reference",
                                                           "resourceId", "roleDefinitions", "subscription", "subscriptionResourceId", "tenantResourceId"};

/// Properties that end in `id` and hold something else, or hold texts in which anything may stand.
constexpr std::string_view other_ids[] = {
    "appId", "clientId", "contentId", "connectorId", "DataTypeId", "defaultMenuItemId", "deploymentSpecId", "detector", "groupId", "IllusiveIncidentId", "keyId",
    "keyVaultId", "keyVaultSecretId", "locations", "menuId", "metadata", "metricId", "nodeAgentSkuId", "objectId", "parentId", "policyDefinitionReferenceId",
    "requestedServiceObjectiveId", "resource", "ruleId", "schemaId", "servicePrincipalClientId", "sid", "StartingDeviceID", "subscriptionId",
    "storageAccountSubscriptionId", "SyntheticMonitorId", "tags", "targetProtectionContainerId", "targetWorkerSizeId", "tenantId", "timezoneId", "vlanId",
    "workerSizeId", "UniqueFindingId", "principalId"};

/// `Microsoft.DocumentDb/databaseAccounts/NAME/collections` with one word for NAME.
bool is_document_collection(std::string_view type) {
  constexpr std::string_view before = "Microsoft.DocumentDb/databaseAccounts/", after = "/collections";
  if (type.size() < before.size() + after.size() || !starts_with_word(type, before) || !equals_ignoring_case(type.substr(type.size() - after.size()), after)) return false;
  return type.substr(before.size(), type.size() - before.size() - after.size()).find('/') == std::string_view::npos;
}

/// Types with many properties that only look like resource ids.
bool is_excluded(std::string_view type) {
  static constexpr std::string_view whole[] = {"microsoft.portal/dashboards", "microsoft.logic/workflows", "microsoft.ApiManagement/service/backends"};
  return contains_word(whole, type) || starts_with_word(type, "Microsoft.Web/sites/config") || is_document_collection(type);
}

bool is_text(const Type& type) {
  if (type.is_string()) return true;
  if (!type.is(TypeKind::union_of)) return false;
  return std::ranges::all_of(type.elements, [](const TypeRef& member) { return member->is_string() || member->is(TypeKind::null); });
}

class IdProperties {
 public:
  IdProperties(const SemanticModel& model, bool of_subscription) : model_(model), of_subscription_(of_subscription) {}

  struct Failure {
    Node property;
    std::vector<std::string> path;  ///< variables from the property to what is wrong
  };

  std::vector<Failure> below(Node object) {
    look(object);
    return std::move(failures_);
  }

 private:
  void look(Node node) {
    if (node.is(NodeKind::ObjectProperty)) {
      if (const auto name = property_key(node, model_.arena())) {
        if (contains_word(other_ids, *name) || (of_subscription_ && equals_ignoring_case(*name, "ownerId"))) return;
        const bool ends_in_id = name->size() >= 2 && equals_ignoring_case(name->substr(name->size() - 2), "id");
        if (ends_in_id && !name->ends_with("uid") && !name->ends_with("UID")) {
          const auto value = node.part(Role::value);
          if (value && is_text(*model_.types().type_of(value))) {
            if (auto path = wrong(value, {}, 0)) failures_.push_back({node, std::move(*path)});
          }
          return;
        }
      }
    }
    for (Node child : node.children()) look(child);
  }

  bool names_resource(Node node) const {
    const auto end = node.index() + node.raw().subtree_size;
    for (auto i = node.index(); i < end; ++i) {
      const auto at = model_.tree().node(i);
      const auto* symbol = at.is(NodeKind::VariableAccess) ? model_.symbol_of(at) : nullptr;
      if (symbol != nullptr && (symbol->kind == SymbolKind::resource || symbol->kind == SymbolKind::module)) return true;
    }
    return false;
  }

  /// A member, however deep, of a parameter.
  bool is_parameter_member(Node access) const {
    auto base = access.part(Role::base);
    while (base) {
      const auto* symbol = model_.symbol_of(base);
      if (symbol != nullptr && symbol->kind == SymbolKind::parameter) return true;
      if (is_access(base)) base = base.part(Role::base);
      else if (base.is(NodeKind::ParenthesizedExpression)) base = base.part(Role::value);
      else if (base.is(NodeKind::NonNullAssertion)) base = base.part(Role::base);
      else return false;
    }
    return false;
  }

  /// The way to what is no resource id; nothing where the value may be one.
  std::optional<std::vector<std::string>> wrong(Node value, std::vector<std::string> path, int depth) const {
    if (depth > 100 || names_resource(value)) return std::nullopt;
    switch (value.kind()) {
      case NodeKind::FunctionCall:
        if (std::ranges::find(id_functions, value.name_text()) != id_functions.end()) return std::nullopt;
        break;
      case NodeKind::PropertyAccess: case NodeKind::ArrayAccess:
        if (is_parameter_member(value)) return std::nullopt;
        return wrong(value.part(Role::base), std::move(path), depth + 1);
      case NodeKind::VariableAccess:
        if (const auto id = model_.symbol_at(value)) {
          const auto& symbol = model_.symbol(id);
          if (symbol.kind == SymbolKind::parameter) return std::nullopt;
          if (!symbol.declaration) break;
          path.emplace_back(symbol.name);
          if (symbol.kind != SymbolKind::variable) break;
          const auto inner = symbol.declaration.part(Role::value);
          if (!inner || !model_.cycle(id).empty()) return std::nullopt;
          return wrong(inner, std::move(path), depth + 1);
        }
        break;
      case NodeKind::TernaryOperation: return std::nullopt;
      case NodeKind::String:
        // Without a slash it is not meant to be a resource id.
        if (const auto text = literal_text(value, model_.arena()); text && text->find('/') == std::string_view::npos) return std::nullopt;
        break;
      case NodeKind::ParenthesizedExpression: return wrong(value.part(Role::value), std::move(path), depth + 1);
      case NodeKind::NonNullAssertion: return wrong(value.part(Role::base), std::move(path), depth + 1);
      default: break;
    }
    return path;
  }

  const SemanticModel& model_;
  bool of_subscription_;
  std::vector<Failure> failures_;
};

}  // namespace

bool looks_like_resource_type(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::size_t dots = 0, slashes = 0;
  bool after_letter = false;
  for (const char c : text) {
    if (is_letter(c)) {
      after_letter = true;
      continue;
    }
    if (!after_letter) return false;
    if (c == '.' && dots == 0 && slashes == 0) ++dots;
    else if (c == '/' && dots == 1) ++slashes;
    else return false;
    after_letter = false;
  }
  return after_letter && dots == 1 && slashes > 0;
}

void CoreLint::resource_id_functions() {
  for (const auto& resource : model_.resources()) {
    if (!resource.is_az() || is_excluded(resource.type.type)) continue;
    const auto properties = property_value(resource.body, "properties", model_.arena());
    if (!properties || !properties.is(NodeKind::Object)) continue;
    for (const auto& failure : IdProperties(model_, equals_ignoring_case(resource.type.type, "Microsoft.ApiManagement/service/subscriptions")).below(properties)) {
      const auto key = failure.property.part(Role::name);
      std::string message = fmt::format("If property \"{}\" represents a resource ID, it must use a symbolic resource reference, be a parameter or start with one of these functions: {}.",
                                        key.text(), fmt::join(id_functions, ", "));
      if (!failure.path.empty()) message += fmt::format(" Found nonconforming expression at {} -> {}", key.text(), fmt::join(failure.path, " -> "));
      report(key.span(), "use-resource-id-functions", std::move(message));
    }
  }
}

void CoreLint::recognized_resource_types() {
  const auto& index = model_.graph().azure_types;
  if (index == nullptr) return;
  std::set<std::string> known;  // without case; filled when the first type is looked up
  std::vector<std::string> names;
  const auto is_known = [&](std::string_view type) {
    if (known.empty()) {
      for (const auto full : index->all_types()) {
        const auto name = full.substr(0, full.find('@'));
        if (known.insert(to_lower_ascii(name)).second) names.emplace_back(name);
      }
    }
    return known.contains(to_lower_ascii(type));
  };
  const auto type_in = [&](Node argument) -> std::optional<std::string_view> {
    const auto text_of = [&](Node node) -> std::optional<std::string_view> {
      const auto text = node ? model_.types().string_literal(node) : std::nullopt;
      return text && looks_like_resource_type(*text) ? text : std::nullopt;
    };
    if (!argument.is(NodeKind::FunctionCall) && !argument.is(NodeKind::InstanceFunctionCall)) return text_of(argument);
    if (argument.name_text() != "resourceId") return std::nullopt;
    for (Node child : argument.children()) {
      if (!child.is(NodeKind::FunctionArgument)) continue;
      if (const auto text = text_of(child.part(Role::value))) return text;
    }
    return std::nullopt;
  };
  const auto look = [&](Node call) {
    const auto name = call.name_text();
    if (name.find("reference") == std::string_view::npos && name.find("list") == std::string_view::npos) return;
    const auto* symbol = model_.symbol_of(call.is(NodeKind::FunctionCall) ? call : call.part(Role::base));
    if (symbol == nullptr) return;
    const bool of_az = call.is(NodeKind::FunctionCall) ? symbol->kind == SymbolKind::builtin_function : symbol->kind == SymbolKind::namespace_name && symbol->name == "az";
    // One that may not stand there is not taken for the function.
    if (model_.types().type_of(call)->is_error()) return;
    const auto argument = call.child(NodeKind::FunctionArgument);
    const auto type = of_az && argument && argument.part(Role::value) ? type_in(argument.part(Role::value)) : std::nullopt;
    if (!type || is_known(*type)) return;
    const auto near = nearest_name(*type, names);
    report(call.span(), "use-recognized-resource-type",
           fmt::format("Resource type \"{}\" is not recognized in function \"{}\".{} If this resource type does exist, the API version must be specified as a function argument.", *type,
                       name, near ? fmt::format(" Did you mean \"{}\"?", *near) : std::string()));
  };
  each(NodeKind::FunctionCall, look);
  each(NodeKind::InstanceFunctionCall, look);
}

}  // namespace fleetlint::compiler
