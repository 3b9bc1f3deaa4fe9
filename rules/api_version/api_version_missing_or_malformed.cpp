#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// ^\d{4}-\d{2}-\d{2}(-[a-z]+)?$ as it is written, capitals included.
static bool is_date_with_suffix(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-dd";
  if (text.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-') return false;
  text.remove_prefix(form.size());
  return text.empty() || (text.size() > 1 && text.front() == '-' && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", 1) == std::string_view::npos);
}

static void check_api_version_missing_or_malformed(const ScaleSet& set, RuleContext& context) {
  const Property at = set.resource->api_version_property();
  if (at.is_absent()) {
    const auto* own = set.resource->evaluated().deployment;  // the profile of one template says nothing about another
    if (own != nullptr && own->template_node != nullptr && own->template_node->find("apiProfile") != nullptr) return;
    context.report(set, at, "the resource has no `apiVersion`").help("`apiVersion` is part of every resource: 2024-11-01 for example");
    return;
  }
  const Tri malformed = at.test([](const eval::Value& value) { return tri(!value.is_string() || !is_date_with_suffix(value.as_string())); });
  if (malformed == Tri::yes) context.report(set, at, "`" + at.text_or("") + "` is not an API version: yyyy-MM-dd, with `-preview` where it applies");
}

FLEETLINT_RULE(api_version_missing_or_malformed) = {
    .id = "FL-API-006",
    .name = "api-version-missing-or-malformed",
    .title = "API version missing or not a date",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .page = R"md(API version missing or not a date.

Azure refuses the deployment or the upgrade.

## When

apiVersion absent and no template apiProfile; or not matching ^\d{4}-\d{2}-\d{2}(-[a-z]+)?$.

## Example

Flagged: `apiVersion:"latest"`.

Fine: `2024-11-01`.

## Fix

Cfg.targetApi. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- ARM template syntax)md",
    .check_scale_set = check_api_version_missing_or_malformed,
};

}  // namespace fleetlint::rules
