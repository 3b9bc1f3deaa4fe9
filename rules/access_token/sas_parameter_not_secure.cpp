#include "fleetlint/rules/rule.h"
#include <functional>
#include <set>
#include "access_tokens.h"
#include "declared_types.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::rules {
namespace {

/// Every expression of a template part, without recursion.
void walk_expressions(const arm::Node& root, const std::function<void(const arm::Expression&)>& visit) {
  std::vector<const arm::Node*> nodes{&root};
  std::vector<const arm::Expression*> expressions;
  while (!nodes.empty()) {
    const arm::Node& node = *nodes.back();
    nodes.pop_back();
    for (const auto& item : node.items) nodes.push_back(&item);
    for (const auto& member : node.members) {
      if (member.name == "template") continue;  // nested templates declare their own parameters
      nodes.push_back(&member.value);
    }
    if (node.expression != nullptr) expressions.push_back(node.expression);
    while (!expressions.empty()) {
      const arm::Expression& expression = *expressions.back();
      expressions.pop_back();
      visit(expression);
      for (const auto* argument : expression.arguments) expressions.push_back(argument);
    }
  }
}

std::string parameter_of(const arm::Expression& expression) {
  if (!expression.is_call("parameters") || expression.arguments.size() != 1 || expression.arguments[0]->kind != arm::ExpressionKind::string) return {};
  return to_lower(expression.arguments[0]->text);
}

/// Parameters that stand directly behind a question mark of an address.
std::set<std::string> joined_parameters(const arm::Node& root) {
  std::set<std::string> found;
  const auto take = [&](const arm::Expression& expression) {
    if (auto name = parameter_of(expression); !name.empty()) found.insert(std::move(name));
  };
  walk_expressions(root, [&](const arm::Expression& call) {
    const auto arguments = call.arguments;
    if (call.is_call("concat"))
      for (std::size_t i = 1; i < arguments.size(); ++i)
        if (arguments[i - 1]->kind == arm::ExpressionKind::string && arguments[i - 1]->text.ends_with('?')) take(*arguments[i]);
    if (!call.is_call("format") || arguments.empty() || arguments[0]->kind != arm::ExpressionKind::string) return;
    const auto text = arguments[0]->text;
    for (auto at = text.find("?{"); at != std::string_view::npos; at = text.find("?{", at + 1)) {
      std::size_t index = 0;
      for (auto digit = at + 2; digit < text.size() && text[digit] >= '0' && text[digit] <= '9' && index < 1000; ++digit) index = index * 10 + static_cast<std::size_t>(text[digit] - '0');
      if (index + 1 < arguments.size()) take(*arguments[index + 1]);
    }
  });
  return found;
}

}  // namespace

static void check_sas_parameter_not_secure(const FleetModel& model, RuleContext& context) {
  std::set<const arm::Node*> seen;
  for (const auto& deployment : model.evaluated->deployments) {
    const auto* root = deployment->template_node;
    if (root == nullptr || !seen.insert(root).second) continue;
    const auto* parameters = root->find("parameters");
    if (parameters == nullptr) continue;
    const auto joined = joined_parameters(*root);
    for (const auto& parameter : parameters->members) {
      if (declared_type(parameter.value, *root) != "string") continue;
      const auto* fallback = parameter.value.find("defaultValue");
      const bool in_default = fallback != nullptr && fallback->is_string() && !tokens_of_text(SymbolicText(fallback->text), true).empty();
      if (!names_token(parameter.name) && !joined.contains(to_lower(parameter.name)) && !in_default) continue;
      context.report_at("parameter " + std::string(parameter.name), parameter.name_location, "parameters." + std::string(parameter.name),
                        "parameter `" + std::string(parameter.name) + "` carries an access token, but is not secure: the deployment history keeps its value")
          .help("declare it as `securestring`, in Bicep with `@secure()`");
    }
  }
}

FLEETLINT_RULE(sas_parameter_not_secure) = {
    .id = "FL-SAS-012",
    .name = "sas-parameter-not-secure",
    .title = "Parameter that carries a token is not secure",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret security",
    .page = R"md(Parameter that carries a token is not secure.

A secret can be read by people who should not see it.

## When

Parameter with type string that carries a token: (a) its name, split at case changes, digits, _ and -, contains the word sas or sastoken, and no later word names a property of tokens (expiry, expiration, end, start, duration, lifetime, validity, days, hours, permission(s), policy, version, protocol, service(s), type(s), name); or (b) it is joined directly after a ? in a URL; or (c) its default contains sig=. The declared type decides, no value is needed; a type that comes from a secure definition ($ref, Bicep @secure() type) is secure.

## Example

Flagged: `_artifactsLocationSasToken: string`.

Fine: `securestring`.

## Fix

Type -> securestring / @secure().

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- peer bicep artifacts-parameters)md",
    .check_model = check_sas_parameter_not_secure,
};

}  // namespace fleetlint::rules
