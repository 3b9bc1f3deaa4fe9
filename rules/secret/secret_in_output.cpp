#include "checks.h"
#include "declared_types.h"
#include "fleetlint/evaluator/shared_parts.h"
#include "fleetlint/rules/rule.h"

#include <unordered_set>

namespace fleetlint::rules {
namespace {

/// Functions whose answer about a secret is not the secret: whether it is there, how long it is, a name made from it.
bool tells_about(std::string_view function) {
  for (const std::string_view name : {"and", "contains", "empty", "endsWith", "equals", "greater", "greaterOrEquals", "guid", "indexOf", "lastIndexOf", "length",
                                      "less", "lessOrEquals", "not", "or", "startsWith", "uniqueString"})
    if (equal_ignoring_case(function, name)) return true;
  return false;
}

/// Whether a secret itself is in the value. Ids and what a resource reports about itself are no secrets, even if a secure
/// parameter stands in the call; neither is the name of an entry of a secure list, nor a flag.
bool is_secret(const eval::Value& value, eval::VisitedParts& seen, int depth = 0) {
  if (depth > 32 || !seen.enter(value)) return false;
  for (const auto& item : value.items())
    if (is_secret(item, seen, depth + 1)) return true;
  for (const auto& field : value.fields())
    if (is_secret(field.value, seen, depth + 1)) return true;
  if (!value.is_unknown()) return value.is_secret() && !value.is_array() && !value.is_object() && !value.is_boolean();
  const auto& unknown = value.as_unknown();
  const auto function = unknown.function;
  if (function.size() > 4 && equal_ignoring_case(function.substr(0, 4), "list")) return true;
  if (tells_about(function)) return false;
  if (equal_ignoring_case(function, "reference") || contains_ignoring_case(function, "resourceId") || !read_reference(value).type.empty()) return false;
  if (equal_ignoring_case(function, "access") && unknown.arguments.size() == 2) {
    const auto& key = unknown.arguments[1];
    if (key.is_string()) {
      if (contains_ignoring_case(key.as_string(), "password") || equal_ignoring_case(key.as_string(), "secret")) return true;
      for (const std::string_view harmless : {"name", "id", "type", "contentType"})
        if (equal_ignoring_case(key.as_string(), harmless)) return false;
    }
    return is_secret(unknown.arguments[0], seen, depth + 1);
  }
  if (unknown.arguments.empty()) return value.is_secret() && !contains_ignoring_case(unknown.expression, "reference(");
  const bool chooses = equal_ignoring_case(function, "if");  // its first argument is the question
  for (std::size_t i = chooses ? 1 : 0; i < unknown.arguments.size(); ++i)
    if (is_secret(unknown.arguments[i], seen, depth + 1)) return true;
  return false;
}

}  // namespace

static void check_secret_in_output(const FleetModel& model, RuleContext& context) {
  for (const auto& deployment : model.evaluated->deployments)
    for (const auto& output : deployment->outputs)
      if (eval::VisitedParts seen; !is_declared_secure(*deployment, "outputs", output.name) && is_secret(output.value, seen))
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

Fine: no such output, or one with @secure().

## Fix

Remove. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- peer)md",
    .check_model = check_secret_in_output,
};

}  // namespace fleetlint::rules
