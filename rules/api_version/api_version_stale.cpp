#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_api_version_stale(const ScaleSet& set, RuleContext& context) {
  const Property at = set.resource->api_version_property();
  const auto text = at.text();
  const auto date = text ? parse_instant(text->substr(0, 10)) : std::nullopt;
  if (!date || context.now() - *date <= context.setting_number("years") * 365 * 86400) return;
  context.report(set, at, "API version `" + std::string(*text) + "` is " + std::to_string((context.now() - *date) / (365 * 86400)) + " years old");
}

FLEETLINT_RULE(api_version_stale) = {
    .id = "FL-API-011",
    .name = "api-version-stale",
    .title = "API version is older than the configured age",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .settings = "years=4",
    .page = R"md(API version is older than the configured age.

Advice: it works, but is easy to get wrong or harder to operate.

## When

now - date(apiVersion) > the setting `years`.

## Example

Flagged: `2017-12-01`.

Fine: `recent`.

## Fix

Cfg.targetApi. A proposal: its owner decides.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- peer arm-ttk)md",
    .check_scale_set = check_api_version_stale,
};

}  // namespace fleetlint::rules
