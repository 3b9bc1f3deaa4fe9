#include "fleetlint/rules/rule.h"
#include <vector>
#include "declared_types.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::rules {
namespace {

/// An object of flags and numbers only keeps no secret.
bool holds_text(const arm::Node& root) {
  std::vector<const arm::Node*> open{&root};
  while (!open.empty()) {
    const auto& node = *open.back();
    open.pop_back();
    if (node.is_expression() || (node.is_string() && !node.text.empty())) return true;
    for (const auto& item : node.items) open.push_back(&item);
    for (const auto& member : node.members) open.push_back(&member.value);
  }
  return false;
}

bool makes_guid(const arm::Expression& root) {
  std::vector<const arm::Expression*> open{&root};
  while (!open.empty()) {
    const auto& expression = *open.back();
    open.pop_back();
    if (expression.is_call("newguid")) return true;
    open.insert(open.end(), expression.arguments.begin(), expression.arguments.end());
  }
  return false;
}

}  // namespace

static void check_secure_parameter_with_default(const FleetModel& model, RuleContext& context) {
  for (const auto& deployment : model.evaluated->deployments) {
    const auto* parameters = deployment->template_node == nullptr ? nullptr : deployment->template_node->find("parameters");
    if (parameters == nullptr) continue;
    for (const auto& parameter : parameters->members) {
      const auto* fallback = parameter.value.find("defaultValue");
      if (fallback == nullptr || !is_secure_type(parameter.value, *deployment->template_node)) continue;
      const bool empty = (fallback->is_string() && fallback->text.empty()) || (fallback->is_object() && fallback->members.empty()) || fallback->is(arm::NodeKind::null);
      if (empty || (fallback->is_object() && !holds_text(*fallback))) continue;
      // A new guid at each deployment is no secret that the template keeps.
      if (fallback->expression != nullptr && makes_guid(*fallback->expression)) continue;
      context.report_at("parameter " + std::string(parameter.name), parameter.name_location, "parameters." + std::string(parameter.name) + ".defaultValue", "secure parameter `" + std::string(parameter.name) + "` has its secret in the template").help("remove the default");
    }
  }
}

FLEETLINT_RULE(secure_parameter_with_default) = {
    .id = "FL-SEC-004",
    .name = "secure-parameter-with-default",
    .title = "Secure parameter with a literal default",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret security",
    .page = R"md(Secure parameter with a literal default.

A secret can be read by people who should not see it.

## When

parameters.*.type securestring/secureObject and defaultValue not empty and not newGuid().

## Example

Flagged: `defaultValue:"P@ss"`.

Fine: `no default`.

## Fix

Remove the default.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- peer)md",
    .check_model = check_secure_parameter_with_default,
};

}  // namespace fleetlint::rules
