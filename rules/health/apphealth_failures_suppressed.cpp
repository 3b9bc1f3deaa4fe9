#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_failures_suppressed(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property flag = use.extension->properties["suppressFailures"];
    if ((is_application_health(*use.extension) && flag.is_true()) == Tri::yes)
      report(context, use, flag, "failures of the health extension are suppressed").help("remove `suppressFailures`").fix_value(flag, "false");
  }
}

FLEETLINT_RULE(apphealth_failures_suppressed) = {
    .id = "FL-HLT-024",
    .name = "apphealth-failures-suppressed",
    .title = "Failures of the health extension are suppressed",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "health extension",
    .page = R"md(Failures of the health extension are suppressed.

More machines than expected can be out of service at the same time.

## When

AppHealth extension properties.suppressFailures == true.

## Example

Flagged: `suppressFailures:true`.

Fine: no suppressFailures.

## Fix

Remove.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- schema: published resource type index)md",
    .check_model = check_apphealth_failures_suppressed,
};

}  // namespace fleetlint::rules
