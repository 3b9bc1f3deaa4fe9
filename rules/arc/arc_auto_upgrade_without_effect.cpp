#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_arc_auto_upgrade_without_effect(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines)) {
    const Property flag = use.extension->properties["enableAutomaticUpgrade"];
    const auto publisher = use.extension->publisher.text(), type = use.extension->type.text();
    if (flag.is_true() == Tri::yes && publisher && type && !is_arc_auto_upgrade_type(*publisher, *type)) report(context, use, flag, "automatic upgrade of " + shown(use.extension->type) + " has no effect yet");
  }
}

FLEETLINT_RULE(arc_auto_upgrade_without_effect) = {
    .id = "FL-ARC-003",
    .name = "arc-auto-upgrade-without-effect",
    .title = "Auto-upgrade set on an Arc extension that does not support it yet",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "arc extension upgrade",
    .page = R"md(Auto-upgrade set on an Arc extension that does not support it yet.

Nothing is refused, but machines silently stay as they are.

## When

enableAutomaticUpgrade == true and the type (publisher and type) is none that Arc upgrades automatically.

## Example

Flagged: `CustomScript + true`.

Fine: no enableAutomaticUpgrade on such a type.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers)md",
    .check_model = check_arc_auto_upgrade_without_effect,
};

}  // namespace fleetlint::rules
