#include "fleetlint/base/unicode.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::arm {

const Member* Node::find_member(std::string_view name) const {
  const Member* without_case = nullptr;
  for (const auto& member : members) {
    if (member.name_expression) continue;
    if (member.name == name) return &member;
    if (!without_case && equals_ignoring_case(member.name, name)) without_case = &member;
  }
  return without_case;
}

const Node* Node::find(std::string_view name) const {
  const auto* member = find_member(name);
  return member ? &member->value : nullptr;
}

bool Expression::is_call(std::string_view lower_case_name) const {
  return kind == ExpressionKind::call && equals_ignoring_case(text, lower_case_name);
}

bool TemplateIr::has_errors() const {
  for (const auto& finding : findings)
    if (finding.severity == Severity::error) return true;
  for (const auto& module : modules)
    if (module && module->has_errors()) return true;
  return false;
}

}  // namespace fleetlint::arm
