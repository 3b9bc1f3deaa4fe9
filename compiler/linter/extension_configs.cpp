// stacks-extensibility-compat: what Deployment Stacks take as the configuration of an extension.
#include <optional>

#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"
#include "types/checker.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

class StackConfigs {
 public:
  explicit StackConfigs(const SemanticModel& model) : model_(model), checker_(static_cast<Checker&>(model.types())) {}

  struct Found {
    Span at;
    std::string_view message;
  };

  std::vector<Found> run() {
    const auto& nodes = model_.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      const auto node = model_.tree().node(i);
      if (nodes[i].kind == NodeKind::ExtensionWithClause) look_at_clause(node);
      if (nodes[i].kind == NodeKind::ModuleDeclaration) look_at_module(node);
    }
    return std::move(found_);
  }

 private:
  void look_at_clause(Node clause) {
    const auto config = clause.child(NodeKind::Object);
    const auto statement = model_.parent(clause);
    if (!config || checker_.type_of(config)->is_error()) return;
    const Type* type = nullptr;
    if (statement.is(NodeKind::ExtensionDeclaration)) {
      const auto id = model_.symbol_at(statement);
      if (id && model_.symbol(id).kind == SymbolKind::extension) type = checker_.extension_configuration(id);
    } else if (statement.is(NodeKind::ExtensionConfigAssignment)) {
      type = checker_.assigned_configuration(statement);
      if (type != nullptr && !type->is_object()) type = nullptr;
    }
    look_at_config(config, type);
  }

  void look_at_module(Node statement) {
    const auto* type = checker_.declared_type(statement);
    if (type != nullptr && type->is(TypeKind::array)) type = type->item.get();
    const auto* module = model_.module(model_.symbol_at(statement));
    if (type == nullptr || !type->is(TypeKind::module) || module == nullptr || !module->extension_configs || !module->extension_configs.is(NodeKind::Object)) return;
    const auto* configs = type->item->find("extensionConfigs");
    if (configs == nullptr) return;
    for (Node child : module->extension_configs.children()) {
      const auto key = child.is(NodeKind::ObjectProperty) ? property_key(child, model_.arena()) : std::nullopt;
      const auto* declared = key ? configs->type->find(*key) : nullptr;
      const auto value = child.part(Role::value);
      if (declared != nullptr && declared->type->is_object() && value && value.is(NodeKind::Object)) look_at_config(value, declared->type.get());
    }
  }

  void look_at_config(Node config, const Type* type) {
    if (type != nullptr && type->is(TypeKind::discriminated_object)) type = variant(config, *type);
    if (type == nullptr || !type->is_object()) return;
    for (Node child : config.children()) {
      const auto key = child.is(NodeKind::ObjectProperty) ? property_key(child, model_.arena()) : std::nullopt;
      const auto* declared = key ? type->find(*key) : nullptr;
      const auto value = child.part(Role::value);
      if (declared == nullptr || !value) continue;
      const bool referenced = is_vault_reference(value) || is_inherited_secret(value);
      const bool secure = is_secure(*declared->type);
      if (secure && !referenced) found_.push_back({value.span(), "Secure config property values must be a key vault reference to be valid for Deployment stack deployments."});
      if (!secure && referenced) found_.push_back({value.span(), "Non-secure config property values must be a value type to be valid for Deployment stack deployments."});
    }
  }

  const Type* variant(Node config, const Type& type) {
    const auto value = property_value(config, type.discriminator, model_.arena());
    const auto chosen = value ? model_.types().string_literal(value) : std::nullopt;
    for (const auto& candidate : type.elements) {
      const auto* key = candidate->find(type.discriminator);
      if (chosen && key != nullptr && key->type->text == *chosen) return candidate.get();
    }
    return nullptr;
  }

  static bool is_secure(const Type& type) {
    if (type.flags.has(TypeFlag::secure)) return true;
    if (!type.is(TypeKind::union_of)) return false;
    for (const auto& member : type.elements) {
      if (member->flags.has(TypeFlag::secure)) return true;
    }
    return false;
  }

  /// Only the call itself, as it is all that can be emitted.
  bool is_vault_reference(Node value) const {
    if (!value.is(NodeKind::InstanceFunctionCall) || value.name_text() != "getSecret") return false;
    const auto base = value.part(Role::base);
    const auto* symbol = model_.symbol_of(base);
    if (symbol == nullptr) return false;
    if (symbol->kind == SymbolKind::namespace_name) return symbol->name == "az";
    const auto* resource = model_.resource(model_.symbol_at(base));
    return resource != nullptr && !symbol->is_collection && to_lower_ascii(resource->type.type) == "microsoft.keyvault/vaults";
  }

  /// `extension.config.secret`, also behind conditions.
  bool is_inherited_secret(Node value) {
    if (value.is(NodeKind::ParenthesizedExpression)) return value.part(Role::value) && is_inherited_secret(value.part(Role::value));
    if (value.is(NodeKind::TernaryOperation)) {
      const auto yes = value.part(Role::when_true), no = value.part(Role::when_false);
      return yes && no && is_inherited_secret(yes) && is_inherited_secret(no);
    }
    if (!is_access(value)) return false;
    const auto* type = checker_.type_of(value);
    const auto middle = value.part(Role::base);
    if (!type->is(TypeKind::string) || !type->flags.has(TypeFlag::secure) || !middle || !middle.is(NodeKind::PropertyAccess) || middle.name_text() != "config") return false;
    const auto* symbol = model_.symbol_of(middle.part(Role::base));
    return symbol != nullptr && symbol->kind == SymbolKind::extension;
  }

  const SemanticModel& model_;
  Checker& checker_;
  std::vector<Found> found_;
};

}  // namespace

void CoreLint::stack_configurations() {
  if (!model_.features().has(Feature::module_extension_configs)) return;
  for (const auto& found : StackConfigs(model_).run()) {
    report(found.at, "stacks-extensibility-compat", std::string(found.message));
    findings_.back().severity = Severity::info;
  }
}

}  // namespace fleetlint::compiler
