#include "declared_types.h"

namespace fleetlint::rules {

std::string declared_type(const arm::Node& declaration, const arm::Node& root) {
  constexpr std::string_view definition = "#/definitions/";
  const arm::Node* node = &declaration;
  for (int depth = 0; depth < 16; ++depth) {
    if (const auto* type = node->find("type"); type != nullptr && type->is_string()) return to_lower(type->text);
    const auto* reference = node->find("$ref");
    const auto* definitions = root.find("definitions");
    if (reference == nullptr || definitions == nullptr || !reference->text.starts_with(definition)) return {};
    node = definitions->find(reference->text.substr(definition.size()));
    if (node == nullptr) return {};
  }
  return {};
}

bool is_secure_type(const arm::Node& declaration, const arm::Node& root) {
  const auto type = declared_type(declaration, root);
  return type == "securestring" || type == "secureobject";
}

bool is_declared_secure(const eval::EvaluatedDeployment& deployment, std::string_view section, std::string_view name) {
  const auto* root = deployment.template_node;
  const auto* all = root == nullptr ? nullptr : root->find(section);
  const auto* declared = all == nullptr ? nullptr : all->find(name);
  return declared != nullptr && is_secure_type(*declared, *root);
}

}  // namespace fleetlint::rules
