// secure-parameter-default, outputs-should-not-contain-secrets, protect-commandtoexecute-secrets.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

/// Where in a value of this type something secure is: `.a.b`, `[0]`. Types may hold themselves; each is looked into once.
class SecurePaths {
 public:
  explicit SecurePaths(bool whole_only) : whole_only_(whole_only) {}

  std::vector<std::string> of(const Type& type) {
    look(type, "");
    return std::move(found_);
  }

 private:
  void look(const Type& type, const std::string& path) {
    if (!seen_.insert(&type).second) return;
    if (type.flags.has(TypeFlag::secure)) found_.push_back(path);
    if (type.is(TypeKind::union_of)) {
      for (const auto& member : type.elements) look(*member, path);
    }
    if (whole_only_) return;
    switch (type.kind) {
      case TypeKind::object: case TypeKind::namespace_:
        if (type.additional != nullptr) look(*type.additional->type, path + ".*");
        for (const auto& property : type.properties) look(*property.type, path + "." + std::string(property.name));
        break;
      case TypeKind::discriminated_object:
        for (const auto& variant : type.elements) look(*variant, path);
        break;
      case TypeKind::tuple:
        for (std::size_t i = 0; i < type.elements.size(); ++i) look(*type.elements[i], fmt::format("{}[{}]", path, i));
        break;
      case TypeKind::array:
        if (type.item) look(*type.item, path + "[*]");
        break;
      default: break;
    }
  }

  bool whole_only_;
  std::set<const Type*> seen_;
  std::vector<std::string> found_;
};

}  // namespace

void CoreLint::secure_defaults() {
  for (const auto id : model_.declared(SymbolKind::parameter)) {
    const auto declaration = model_.symbol(id).declaration;
    const auto* type = model_.types().declared_type(declaration);
    const auto modifier = declaration.child(NodeKind::ParameterDefaultValue);
    if (type == nullptr || !modifier || !model_.decorator(declaration, "secure")) continue;
    const auto value = modifier.part(Role::value);
    if (!value) continue;
    if (value.is(NodeKind::String) && literal_text(value, model_.arena()) == "") continue;
    if (model_.types().type_of(value)->flags.has(TypeFlag::secure)) continue;
    if (value.is(NodeKind::Object) && !value.child(NodeKind::ObjectProperty)) continue;
    bool makes_guid = false;
    each_below(value, [&](Node node) { makes_guid = makes_guid || calls(node, "newGuid"); });
    if (!makes_guid) report(modifier.span(), "secure-parameter-default", "Secure parameters should not have hardcoded defaults (except for empty or newGuid()).");
  }
}

/// Secure values and list functions, which mostly give secrets.
std::vector<CoreLint::PossibleSecret> CoreLint::possible_secrets(Node within) {
  std::vector<PossibleSecret> found;
  each_below(within, [&](Node node) {
    switch (node.kind()) {
      case NodeKind::VariableAccess: case NodeKind::PropertyAccess: case NodeKind::ArrayAccess: {
        bool inside_access = false;
        for (auto at = node; at != within && !inside_access;) {
          at = model_.parent(at);
          inside_access = is_access(at);
        }
        for (const auto& path : SecurePaths(inside_access).of(*model_.types().type_of(node))) {
          const auto at = node.is(NodeKind::ArrayAccess) ? node.part(Role::index) : node.part(Role::name);
          found.push_back({at ? at.span() : node.span(), fmt::format("secure value '{}{}'", node.text(), path)});
        }
        break;
      }
      case NodeKind::FunctionCall: case NodeKind::InstanceFunctionCall: {
        if (!to_lower_ascii(node.name_text()).starts_with("list")) break;
        const bool of_resource = node.is(NodeKind::InstanceFunctionCall) && model_.resource_of(node.part(Role::base)) != nullptr;
        if (of_resource || calls_azure_function(model_, node)) found.push_back({node.span(), fmt::format("function '{}'", node.name_text())});
        break;
      }
      default: break;
    }
  });
  return found;
}

void CoreLint::secrets_in_outputs() {
  const auto tell = [&](Span span, const std::string& what) {
    report(span, "outputs-should-not-contain-secrets", "Outputs should not contain secrets. Found possible secret: " + what);
  };
  for (const auto id : model_.declared(SymbolKind::output)) {
    const auto declaration = model_.symbol(id).declaration;
    if (model_.decorator(declaration, "secure")) continue;
    if (to_lower_ascii(model_.symbol(id).name).find("password") != std::string::npos) {
      tell(declaration.span(), fmt::format("output name '{}' suggests a secret", model_.symbol(id).name));
    }
    for (const auto& secret : possible_secrets(declaration)) tell(secret.place, secret.what);
  }
}

void CoreLint::secrets_in_commands() {
  struct Extension {
    std::string_view publisher, type;
  };
  static constexpr Extension scripts[] = {{"Microsoft.Azure.Extensions", "CustomScript"}, {"Microsoft.Compute", "CustomScriptExtension"}, {"Microsoft.OSTCExtensions", "CustomScriptForLinux"}};
  for (const auto& resource : model_.resources()) {
    if (!resource.is_az() || !resource.body || !to_lower_ascii(resource.type.type).ends_with("/extensions")) continue;
    const auto properties = property_value(resource.body, "properties", model_.arena());
    if (!properties || !properties.is(NodeKind::Object)) continue;
    const auto settings = property_value(properties, "settings", model_.arena());
    const auto command = settings && settings.is(NodeKind::Object) ? find_property(settings, "commandToExecute", model_.arena()) : Node();
    if (!command || !command.part(Role::value)) continue;
    const auto text_of = [&](std::string_view name) {
      const auto value = property_value(properties, name, model_.arena());
      return value && value.is(NodeKind::String) ? literal_text(value, model_.arena()) : std::nullopt;
    };
    const auto type = text_of("type"), publisher = text_of("publisher");
    if (!type || !publisher) continue;
    const bool runs_script = std::ranges::any_of(scripts, [&](const Extension& known) { return equals_ignoring_case(known.publisher, *publisher) && equals_ignoring_case(known.type, *type); });
    const auto secrets = runs_script ? possible_secrets(command.part(Role::value)) : std::vector<PossibleSecret>();
    if (secrets.empty()) continue;
    report(command.part(Role::name).span(), "protect-commandtoexecute-secrets",
           "Use protectedSettings for commandToExecute secrets. Found possible secret: " + secrets.front().what);
  }
}

}  // namespace fleetlint::compiler
