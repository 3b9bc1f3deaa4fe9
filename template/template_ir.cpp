#include "fleetlint/base/unicode.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::arm {

const Member* Node::find_member(std::string_view name) const {
  for (const auto& member : members)
    if (member.name == name && !member.name_expression) return &member;
  // Most names that are asked for and not there differ from all others in their first letter already.
  const auto may_equal = [&](std::string_view other) {
    const auto first = name.empty() ? '\0' : name.front(), other_first = other.empty() ? '\0' : other.front();
    return ((first ^ other_first) & 0xDF) == 0 || ((first | other_first) & 0x80) != 0;
  };
  for (const auto& member : members)
    if (may_equal(member.name) && !member.name_expression && equals_ignoring_case(member.name, name)) return &member;
  return nullptr;
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
