#include "fleetlint/rules/rule.h"
#include <set>
#include "access_tokens.h"
#include "checks.h"
#include "declared_types.h"

namespace fleetlint::rules {
namespace {

/// Whether a leaf is of the kind that holds no secret.
bool is_harmless(const Property& leaf) {
  for (const std::string_view name : {"storageAccountName", "storageAccountEndPoint", "managedIdentity", "clientId", "objectId", "principalId", "workspaceId"})
    if (equal_ignoring_case(leaf.name(), name)) return true;
  if (contains_ignoring_case(leaf.name(), "user") || contains_ignoring_case(leaf.path(), "managedIdentity")) return true;
  return false;
}

bool holds_access_token(const Property& leaf) { return !tokens_of_text(symbolic(leaf), true).empty(); }

bool has_secret_word(std::string_view text) {
  for (const std::string_view word : {"password", "passwd", "pwd", "secret", "token", "apikey", "api-key", "accesskey", "access-key", "accountkey", "account-key", "-key", "_key", "connectionstring", "AccountKey="})
    if (contains_ignoring_case(text, word)) return true;
  return text.size() >= 3 && equal_ignoring_case(text.substr(text.size() - 3), "key");
}

/// The names of parameters that a value is made of, those inside list*(), reference() and resourceId() left out.
void collect_parameters(const eval::Value& value, std::set<std::string>& out, int depth = 0) {
  if (depth > 32) return;
  for (const auto* origin = value.origin(); origin != nullptr; origin = origin->via)
    if ((origin->step == eval::OriginStep::parameter || origin->step == eval::OriginStep::default_value || origin->step == eval::OriginStep::parameter_file) && !origin->label.empty()) out.insert(std::string(origin->label));
  if (!value.is_unknown()) return;
  const auto& unknown = value.as_unknown();
  const auto function = unknown.function;
  if (equal_ignoring_case(function.substr(0, 4), "list") || equal_ignoring_case(function, "reference") || contains_ignoring_case(function, "resourceId")) return;
  if (function.empty() && unknown.expression.starts_with("parameters('")) {
    const auto end = unknown.expression.find('\'', 12);
    if (end != std::string_view::npos) out.insert(std::string(unknown.expression.substr(12, end - 12)));
  }
  for (const auto& argument : unknown.arguments) collect_parameters(argument, out, depth + 1);
}

/// Whether a deployment declares a parameter of this name as plain.
bool is_plain(const FleetModel& model, const std::string& name) {
  bool plain = false;
  for (const auto& deployment : model.evaluated->deployments) {
    const auto* parameters = deployment->template_node == nullptr ? nullptr : deployment->template_node->find("parameters");
    const auto* declared = parameters == nullptr ? nullptr : parameters->find(name);
    if (declared == nullptr) continue;
    const auto type = declared_type(*declared, *deployment->template_node);
    if (type == "securestring" || type == "secureobject") return false;
    plain = plain || type == "string" || type == "object";
  }
  return plain;
}

}  // namespace

static void check_protected_settings_from_plain_parameter(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    walk_strings(use.extension->protected_settings, [&](const Property& leaf) {
      if (is_harmless(leaf) || leaf.is_secret()) return;
      const bool files = contains_ignoring_case(leaf.path(), "fileUris"), command = equal_ignoring_case(leaf.name(), "commandToExecute") || equal_ignoring_case(leaf.name(), "script");
      std::set<std::string> parameters;
      for (const auto* value : leaf.alternatives())
        if (value != nullptr) collect_parameters(*value, parameters);
      // Addresses and commands are public by themselves: what is secret in them counts.
      if (files && !holds_access_token(leaf)) std::erase_if(parameters, [](const std::string& name) { return !names_token(name); });
      if (command && !has_secret_word(symbolic(leaf).text(" "))) std::erase_if(parameters, [](const std::string& name) { return !has_secret_word(name); });
      for (const auto& parameter : parameters)
        if (is_plain(model, parameter)) {
          report(context, use, leaf, "`" + std::string(leaf.name()) + "` in `protectedSettings` comes from parameter `" + parameter + "`, which is not secure").help("declare the parameter as `securestring`, in Bicep with `@secure()`");
          return;
        }
    });
}

FLEETLINT_RULE(protected_settings_from_plain_parameter) = {
    .id = "FL-SEC-003",
    .name = "protected-settings-from-plain-parameter",
    .title = "Protected settings filled from a parameter that is not secure",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret security extension",
    .page = R"md(Protected settings filled from a parameter that is not secure.

A secret can be read by people who should not see it.

## When

A leaf of protectedSettings takes its value from parameters(p) (directly, by variable, property access, concat/format/interpolation) with type string/object and p has no secure type. A parameter that occurs only inside the arguments of list*(), reference() or the resourceId family does not count. Harmless leaves are skipped: storageAccountName, storageAccountEndPoint, user names, fileUris without SAS, managedIdentity, commandToExecute and script without secret words.

## Example

Flagged: `protectedSettings:{storageAccountKey:"[parameters('key')]"}, key: string`.

Fine: `securestring`.

## Fix

Type -> securestring.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own requirement)md",
    .check_model = check_protected_settings_from_plain_parameter,
};

}  // namespace fleetlint::rules
