#include "fleetlint/template/template_kind.h"

#include <algorithm>

#include "fleetlint/base/unicode.h"

namespace fleetlint::arm {

bool is_parameter_file(const Node& root) {
  if (!root.is_object() || root.find("resources") != nullptr) return false;
  if (const auto* schema = root.find("$schema"); schema != nullptr && schema->is_string()) {
    const auto text = to_lower_ascii(schema->text);
    return text.find("deploymentparameters.json") != std::string::npos;
  }
  const auto* parameters = root.find("parameters");
  if (parameters == nullptr || parameters->members.empty()) return false;
  return std::all_of(parameters->members.begin(), parameters->members.end(), [](const Member& member) {
    return member.value.find("type") == nullptr && (member.value.find("value") != nullptr || member.value.find("reference") != nullptr);
  });
}

}  // namespace fleetlint::arm
