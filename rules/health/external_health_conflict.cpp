#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_external_health_conflict(const ScaleSet& set, RuleContext& context) {
  if (is_before_api(*set.resource, "2025-11-01")) return;
  const Property enabled = set["properties.externalHealthPolicy.enabled"];
  if ((enabled.is_true() && (set.has_load_balancer_probe() || set.has_application_health())) != Tri::yes) return;
  context.report(set, enabled, "external health next to another health source").help("keep one of them");
}

FLEETLINT_RULE(external_health_conflict) = {
    .id = "FL-HLT-026",
    .name = "external-health-conflict",
    .title = "External health policy next to another health source",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "health",
    .page = R"md(External health policy next to another health source.

Azure refuses the deployment or the upgrade.

## When

properties.externalHealthPolicy.enabled == true and (a load-balancer health probe is set or an Application Health extension is there).

## Example

Flagged: `both set`.

Fine: the policy, or a probe or extension.

## Fix

Remove one. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema 2025-11-01 text)md",
    .check_scale_set = check_external_health_conflict,
};

}  // namespace fleetlint::rules
