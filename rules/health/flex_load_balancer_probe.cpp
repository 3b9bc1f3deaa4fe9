#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_load_balancer_probe(const ScaleSet& set, RuleContext& context) {
  if ((set.is_flexible() && set.has_load_balancer_probe()) != Tri::yes) return;
  context.report(set, set.probe.id, "a Flexible set cannot use a load-balancer health probe").note(set["properties.orchestrationMode"], "the orchestration mode").help("use the Application Health extension");
}

FLEETLINT_RULE(flex_load_balancer_probe) = {
    .id = "FL-HLT-025",
    .name = "flex-load-balancer-probe",
    .title = "Flexible sets cannot use the load-balancer health probe",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "health",
    .page = R"md(Flexible sets cannot use the load-balancer health probe.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and a load-balancer health probe is set.

## Example

Flagged: `orchestrationMode:"Flexible", networkProfile.healthProbe`.

Fine: `Application Health extension`.

## Fix

Replace by the extension. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_scale_set = check_flex_load_balancer_probe,
};

}  // namespace fleetlint::rules
