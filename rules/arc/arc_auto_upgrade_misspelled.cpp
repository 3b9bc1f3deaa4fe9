#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_arc_auto_upgrade_misspelled(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines))
    for (const char* wrong : {"enableAutoUpgrade", "autoUpgrade", "enableAutomaticUpgrades", "automaticUpgrade"}) {
      const Property flag = use.extension->properties[wrong];
      if (flag.name().empty()) continue;
      report(context, use, name_of(flag), "`" + std::string(flag.name()) + "` is no property: the default, on, stays in force").help("the name is `enableAutomaticUpgrade`").fix("rename to `enableAutomaticUpgrade`", flag.name_location(), "enableAutomaticUpgrade", true);
    }
}

FLEETLINT_RULE(arc_auto_upgrade_misspelled) = {
    .id = "FL-ARC-001",
    .name = "arc-auto-upgrade-misspelled",
    .title = "Auto-upgrade flag of an Arc extension is misspelled, so the default stays on",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "arc extension upgrade",
    .page = R"md(Auto-upgrade flag of an Arc extension is misspelled, so the default stays on.

Nothing is refused, but machines silently stay as they are.

## When

A key directly under properties equals, ignoring case, one of the known wrong names (enableAutoUpgrade, autoUpgrade, enableAutomaticUpgrades, automaticUpgrade). Whole names only: autoUpgradeMinorVersion is a property of its own and right, keys below settings or protectedSettings belong to the extension. The value of the key does not matter and need not be known.

## Example

Flagged: `enableAutoUpgrade:false`.

Fine: `enableAutomaticUpgrade:false`.

## Fix

Rename.

Note: Owner believes upgrades are off (or on) while the default, on, holds.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers
- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers (the query in the text uses the other name))md",
    .check_model = check_arc_auto_upgrade_misspelled,
};

}  // namespace fleetlint::rules
