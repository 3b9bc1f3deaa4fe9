#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flexible_api_floor(const ScaleSet& set, RuleContext& context) {
  const auto& version = set.resource->api_version();
  const Property mode = set["properties.orchestrationMode"];
  if (set.is_flexible() != Tri::yes || !version || *version >= *parse_api_version("2021-03-01")) return;
  auto finding = context.report(set, mode, "Flexible orchestration needs API version 2021-03-01");
  finding.element("properties.orchestrationmode").note(set.resource->api_version_property(), "this resource uses `" + set.resource->api_version_property().text_or("") + "`");
  if (*version >= *parse_api_version("2020-12-01")) finding.severity(Severity::warning);
  finding.fix_value(set.resource->api_version_property(), "2021-03-01");
}

FLEETLINT_RULE(flexible_api_floor) = {
    .id = "FL-API-008",
    .name = "flexible-api-floor",
    .title = "Flexible orchestration needs API 2021-03-01",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "schema",
    .page = R"md(Flexible orchestration needs API 2021-03-01.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and apiVersion < 2021-03-01.

## Example

Flagged: `2020-12-01 + Flexible`.

Fine: `2021-03-01`.

## Fix

Raise apiVersion.

Doubt: Schema lists the property from 2020-12-01; docs require 2021-03-01. Same-year gap reported as warning.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor REST reference and automatic extension upgrade page
- schema (2020-12-01))md",
    .check_scale_set = check_flexible_api_floor,
};

}  // namespace fleetlint::rules
