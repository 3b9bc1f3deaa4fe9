#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_auto_upgrade_type_not_listed(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property flag = use.extension->properties["enableAutomaticUpgrade"];
    const auto publisher = use.extension->publisher.text(), type = use.extension->type.text();
    if (flag.is_true() == Tri::yes && publisher && type && !is_auto_upgrade_type(*publisher, *type))
      report(context, use, flag, shown(use.extension->type) + " is not among the types that the platform upgrades (list of " + std::string(extension_facts_date) + ")").help("remove the flag");
  }
}

FLEETLINT_RULE(auto_upgrade_type_not_listed) = {
    .id = "FL-EXT-009",
    .name = "auto-upgrade-type-not-listed",
    .title = "Automatic upgrade asked for an extension type that is not listed",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "extension upgrade",
    .page = R"md(Automatic upgrade asked for an extension type that is not listed.

Nothing is refused, but machines silently stay as they are.

## When

enableAutomaticUpgrade == true and the type (publisher and type, without case) is none that Azure upgrades automatically; custom scripts are none.

## Example

Flagged: `CustomScript + enableAutomaticUpgrade:true`.

Fine: `flag absent`.

## Fix

Remove the flag. A proposal: its owner decides.

Doubt: For Azure sets it is not documented whether the flag is refused or ignored; for Arc it is ignored (seed 002:66). List dated.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines)
- doc: supported list)md",
    .check_model = check_auto_upgrade_type_not_listed,
};

}  // namespace fleetlint::rules
