#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_arc_auto_upgrade_opted_out(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines)) {
    const Property flag = use.extension->properties["enableAutomaticUpgrade"];
    if (flag.is_false() != Tri::yes) continue;
    const auto publisher = use.extension->publisher.text(), type = use.extension->type.text();
    if (!publisher || !type) continue;
    auto finding = report(context, use, flag, shown(use.extension->type) + " is opted out of automatic upgrades");
    finding.fix_value(flag, "true");
    if (!is_arc_auto_upgrade_type(*publisher, *type)) finding.severity(Severity::info);
  }
}

FLEETLINT_RULE(arc_auto_upgrade_opted_out) = {
    .id = "FL-ARC-002",
    .name = "arc-auto-upgrade-opted-out",
    .title = "Arc extension opted out of automatic upgrades",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "arc extension upgrade",
    .page = R"md(Arc extension opted out of automatic upgrades.

Nothing is refused, but machines silently stay as they are.

## When

enableAutomaticUpgrade == false and the type (publisher and type) is one that Arc upgrades automatically; info for other types.

## Example

Flagged: `false on AzureMonitorLinuxAgent`.

Fine: `true or absent`.

## Fix

True.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers)md",
    .check_model = check_arc_auto_upgrade_opted_out,
};

}  // namespace fleetlint::rules
