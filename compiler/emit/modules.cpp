// Modules: nested deployments that hold the template of the module, as nodes shared with the module's own compilation
// (emission rules J).
#include <algorithm>

#include "emit/emitter.h"
#include "fleetlint/compiler/artifact.h"

namespace fleetlint::compiler {

using ir::Kind;

namespace {

constexpr std::string_view deployment_type = "Microsoft.Resources/deployments";
constexpr std::string_view deployment_version = "2025-04-01";

/// As the reference spells it: nothing is escaped but the character that escapes.
std::string file_uri(std::string_view path) {
  std::string result = "file://";
  for (const char c : absolute_path(path)) result += c == '%' ? std::string_view("%25") : std::string_view(&c, 1);
  return result;
}

}  // namespace

const ir::Expression* Emitter::key_vault_reference(const ir::Expression& call_expression) {
  const auto& target = call_expression.child(0);
  const auto* id = lowering_.property_access(&target, "id", target.source);
  const auto* vault = lowering_.object({lowering_.property("id", id)}, call_expression.source);
  std::vector<const ir::Expression*> properties{lowering_.property("keyVault", vault)};
  if (call_expression.children.size() > 1) properties.push_back(lowering_.property("secretName", &call_expression.child(1)));
  if (call_expression.children.size() > 2) properties.push_back(lowering_.property("secretVersion", &call_expression.child(2)));
  return lowering_.object(properties, call_expression.source);
}

const ir::Expression* Emitter::wrap_parameter(const ir::Expression& value, bool extension_config) {
  if (value.is(Kind::ResourceFunctionCall) && value.text == "getSecret") {
    return lowering_.object({lowering_.property(extension_config ? "keyVaultReference" : "reference", key_vault_reference(value))}, value.source);
  }
  if (value.is(Kind::Ternary)) {
    auto* result = lowering_.make(Kind::Ternary, value.source);
    result->children =
        lowering_.list({&value.child(0), wrap_parameter(value.child(1), extension_config), wrap_parameter(value.child(2), extension_config)});
    return result;
  }
  // `k8s.config.namespace` of an own extension is passed on as it is: it already is a value or a reference.
  if (extension_config && value.is(Kind::PropertyAccess) && value.child(0).is(Kind::PropertyAccess) && value.child(0).text == "config" &&
      value.child(0).child(0).is(Kind::ExtensionReference)) {
    return &value;
  }
  return lowering_.object({lowering_.property("value", &value)}, value.source);
}

void Emitter::add_module_parameters(MemberList& members, const DeclaredModule& entry, const ir::Expression& parameters) {
  if (!parameters.is(Kind::Object)) return;
  MemberList result;
  for (const auto* property : parameters.children) {
    const auto name = property->child(0).text;
    const auto& written = property->child(1);
    if (written.is(Kind::ForLoop)) {
      MemberList wrapper;
      add_copy(wrapper, array_value({copy_object("value", written.child(0), &written.child(1), true)}, location(written)));
      add_declared(result, name, object_value(wrapper, location(parameters)));
    } else {
      // A resource is passed by its id.
      const auto* parameter = written.is(Kind::ResourceReference) && entry.interface ? entry.interface->find_parameter(name) : nullptr;
      const bool by_id = parameter && parameter->type && parameter->type->is(TypeKind::resource);
      add(result, name, value(*wrap_parameter(by_id ? *lowering_.property_access(&written, "id", written.source) : written, false)));
    }
    if (property->child(0).source) result.back().name_location = location(property->child(0).source);
  }
  add(members, "parameters", object_value(result, location(parameters)));
}

void Emitter::add_extension_configs(MemberList& members, const ir::Expression& configs) {
  if (!configs.is(Kind::Object)) return;
  MemberList result;
  for (const auto* property : configs.children) {
    const auto& written = property->child(1);
    if (!written.is(Kind::Object)) {
      add_declared(result, property->child(0).text, expression_value(convert(written), location(written)));
      continue;
    }
    MemberList config;
    for (const auto* entry : written.children) {
      const auto& setting = entry->child(1);
      if (setting.is(Kind::ForLoop)) {
        MemberList wrapper;
        add_copy(wrapper, array_value({copy_object("value", setting.child(0), &setting.child(1), true)}, location(setting)));
        add_declared(config, entry->child(0).text, object_value(wrapper, location(setting)));
      } else {
        add(config, entry->child(0).text, value(*wrap_parameter(setting, true)));
      }
    }
    add_declared(result, property->child(0).text, object_value(config, location(written)));
  }
  add(members, "extensionConfigs", object_value(result, location(configs)));
}

arm::Node Emitter::module_node(const ir::Expression& declared, const TemplateLookup& modules) {
  const auto& entry = *model_.module(declared.symbol);
  const auto& scope = lowering_.scopes().of_module(entry);
  const bool local_deploy = model_.target_scope() == Scope::local;
  here_ = location(declared.source);
  const auto at = here_;
  MemberList members;
  if (local_deploy) {
    add(members, model_.features().has(Feature::module_extension_configs) ? "extension" : "import", string_value("az0synthesized"));
  }
  const auto* body = unwrap_body(members, declared.child(0));
  add(members, "type", string_value(deployment_type));
  MemberList properties;
  if (local_deploy) {
    add_scope(properties, scope, nullptr, entry.body);
    add_properties(properties, *body);
  } else {
    add(members, "apiVersion", string_value(deployment_version));
    add_properties(members, *body);
    add_module_scope(members, entry, scope);
    if (scope.requested != Scope::resource_group) {
      // deployment() has no location in a resource group.
      const bool in_group = model_.target_scope() == Scope::resource_group;
      add(members, "location", expression_value(access(call(in_group ? "resourceGroup" : "deployment", {}), "location"), at));
    }
    MemberList evaluation;
    add(evaluation, "scope", string_value("inner"));
    add(properties, "expressionEvaluationOptions", object_value(evaluation, at));
    add(properties, "mode", string_value("Incremental"));
  }
  std::size_t next = 1;
  if (declared.boolean) add_module_parameters(properties, entry, declared.child(next++));
  if (model_.features().has(Feature::module_extension_configs)) {
    const auto& last = *declared.children.back();
    if (entry.extension_configs && !last.is(Kind::ResourceDependency)) add_extension_configs(properties, last);
  }
  add_nested_template(properties, entry, modules, local_deploy);
  add(members, "properties", object_value(properties, at));
  add_dependencies(members, declared);
  add_description(members, declared.decorators);
  return object_value(members, at);
}

void Emitter::add_module_scope(MemberList& members, const DeclaredModule& entry, const ScopeData& scope) {
  add_scope(members, scope, nullptr, entry.body);
}

/// The template with its expressions as plain text, which is what an extension gets: the engine must not evaluate them. What
/// has none stays the nodes of the module: its hash is filled in there later.
arm::Node Emitter::as_text(const arm::Node& node) {
  auto result = node;
  if (node.is_expression() || (node.is_string() && node.text.starts_with('[') && node.text.ends_with(']'))) {
    result = string_value(node.is_string() ? arm::json_string_value(node) : node.text.empty() ? "[" + arm::to_text(*node.expression) + "]" : std::string(node.text), node.location);
  }
  std::vector<arm::Node> items(node.items.begin(), node.items.end());
  bool changed = false;
  const auto differs = [](const arm::Node& before, const arm::Node& after) {
    return before.kind != after.kind || before.text.data() != after.text.data() || before.items.data() != after.items.data() || before.members.data() != after.members.data();
  };
  for (auto& item : items) {
    const auto text = as_text(item);
    changed = changed || differs(item, text);
    item = text;
  }
  MemberList members(node.members.begin(), node.members.end());
  for (auto& member : members) {
    const auto text = as_text(member.value);
    changed = changed || differs(member.value, text);
    member.value = text;
  }
  if (changed) {
    result.items = arena().copy(items);
    result.members = arena().copy(members);
  }
  return result;
}

void Emitter::add_nested_template(MemberList& properties, const DeclaredModule& entry, const TemplateLookup& modules, bool local_deploy) {
  if (!entry.reference || !entry.reference->target) return;
  const auto& target = *entry.reference->target;
  if (target.is_template_spec) {
    MemberList link;
    add(link, "id", string_value(arena().copy(std::string_view(entry.reference->artifact.template_spec_id))));
    add(properties, "templateLink", object_value(link, here_));
    return;
  }
  const auto nested = modules(target);
  if (!nested) return;
  // The nodes of the module are shared: whoever keeps this template keeps the module's.
  if (kept_modules_.insert(nested.get()).second) out_.modules.push_back(nested);
  arm::Member member;
  member.name = "template";
  member.name_location = here_;
  member.value = local_deploy ? as_text(nested->root) : nested->root;
  properties.push_back(member);
  if (local_deploy && target.tree) add(properties, "sourceUri", string_value(arena().copy(std::string_view(file_uri(target.path)))));
}

}  // namespace fleetlint::compiler
