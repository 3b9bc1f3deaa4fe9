#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "access_tokens.h"
#include "declared_types.h"

namespace fleetlint::rules {
namespace {

bool holds_token(const eval::Value& value) {
  bool found = false;
  walk_values(value, [&](const eval::Value& part) {
    if (part.is_string()) found = found || !tokens_of_text(SymbolicText(part.as_string()), true).empty();
    if (!part.is_unknown()) return;
    const auto function = part.as_unknown().function;
    found = found || equal_ignoring_case(function, "listAccountSas") || equal_ignoring_case(function, "listServiceSas");
    if (!function.empty()) found = found || !tokens_of_text(SymbolicText::of(part), true).empty();
  });
  return found;
}

}  // namespace

static void check_sas_in_output_or_tag(const FleetModel& model, RuleContext& context) {
  for (const auto& deployment : model.evaluated->deployments) {
    for (const auto& output : deployment->outputs) {
      if (is_declared_secure(*deployment, "outputs", output.name) || !holds_token(output.value)) continue;
      context.report_at("output " + std::string(output.name), output.name_location, "outputs." + std::string(output.name), "output `" + std::string(output.name) + "` gives an access token away: outputs are kept in clear")
          .help("drop the output, or declare it secure");
    }
    if (deployment->parent == nullptr) continue;
    for (const auto& parameter : deployment->parameters) {
      if (is_declared_secure(*deployment, "parameters", parameter.name) || !holds_token(parameter.value)) continue;
      const auto written = written_at(parameter.value);
      context.report_at("parameter " + std::string(parameter.name), written ? written : parameter.name_location, "parameters." + std::string(parameter.name),
                        "parameter `" + std::string(parameter.name) + "` of a nested deployment gets an access token, but is not secure")
          .help("declare it as `securestring`, in Bicep with `@secure()`");
    }
  }
  for (const auto& resource : model.resources) {
    if (resource.is_existing()) continue;
    walk_strings(resource["tags"], [&](const Property& tag) {
      for (const auto* value : tag.alternatives())
        if (value != nullptr && holds_token(*value)) {
          context.report(resource, tag, "a tag holds an access token: tags are readable by everyone who sees the resource").help("remove it");
          return;
        }
    });
  }
}

FLEETLINT_RULE(sas_in_output_or_tag) = {
    .id = "FL-SAS-013",
    .name = "sas-in-output-or-tag",
    .title = "Token leaves through an output, tag, name or description",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret security",
    .page = R"md(Token leaves through an output, tag, name or description.

A secret can be read by people who should not see it.

## When

SAS or list*Sas() reaches an output that is not declared secure (securestring/secureObject, Bicep @secure()), tags.*, or a non-secure nested deployment parameter.

## Example

Flagged: `outputs:{u:{value: concat(uri, listServiceSas…)}}`.

Fine: `no output`.

## Fix

Remove. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- peer bicep outputs-should-not-contain-secrets)md",
    .check_model = check_sas_in_output_or_tag,
};

}  // namespace fleetlint::rules
