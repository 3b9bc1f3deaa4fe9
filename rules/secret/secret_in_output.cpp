#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

bool is_secure(const eval::EvaluatedDeployment& deployment, std::string_view name) {
  const auto* declared = deployment.template_node == nullptr ? nullptr : deployment.template_node->find("outputs");
  declared = declared == nullptr ? nullptr : declared->find(name);
  const auto* type = declared == nullptr ? nullptr : declared->find("type");
  return type != nullptr && type->is_string() && (equal_ignoring_case(type->text, "securestring") || equal_ignoring_case(type->text, "secureobject"));
}

bool is_secret(const eval::Value& value) {
  bool found = value.is_secret();
  walk_values(value, [&](const eval::Value& part) {
    found = found || part.is_secret();
    if (!part.is_unknown()) return;
    const auto& unknown = part.as_unknown();
    found = found || (unknown.function.size() > 4 && equal_ignoring_case(unknown.function.substr(0, 4), "list"));
    if (equal_ignoring_case(unknown.function, "access") && unknown.arguments.size() == 2 && unknown.arguments[1].is_string())
      found = found || contains_ignoring_case(unknown.arguments[1].as_string(), "password") || equal_ignoring_case(unknown.arguments[1].as_string(), "secret");
  });
  return found;
}

}  // namespace

static void check_secret_in_output(const FleetModel& model, RuleContext& context) {
  for (const auto& deployment : model.evaluated->deployments)
    for (const auto& output : deployment->outputs)
      if (!is_secure(*deployment, output.name) && is_secret(output.value))
        context.report_at("output " + std::string(output.name), output.name_location, "outputs." + std::string(output.name), "output `" + std::string(output.name) + "` gives a secret away: outputs are kept in clear").help("drop the output, or declare it secure");
}

FLEETLINT_RULE(secret_in_output) = {
    .id = "FL-SEC-011",
    .name = "secret-in-output",
    .title = "Secret returned from the deployment",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret security",
    .suppressed_by = "FL-SAS-013",
    .page = R"md(Secret returned from the deployment.

A secret can be read by people who should not see it.

## When

The value of an output that is not declared secure (securestring/secureObject, Bicep @secure()) depends on a secure parameter, an ARM list*() function (not a user function whose name begins with list) or a property named password/secret.

## Example

Flagged: `outputs: listKeys(…)`.

Fine: `none`.

## Fix

Remove. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- peer)md",
    .check_model = check_secret_in_output,
};

}  // namespace fleetlint::rules
