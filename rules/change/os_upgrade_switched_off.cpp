#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_os_upgrade_switched_off(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    if (before->os_upgrade_on() == Tri::yes && now->os_upgrade_on() == Tri::no) context.report(*now, now->upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade was on and is now off").note(before->upgrade.automatic_os["enableAutomaticOSUpgrade"], "the earlier version");
}

FLEETLINT_RULE(os_upgrade_switched_off) = {
    .id = "FL-DIF-008",
    .name = "os-upgrade-switched-off",
    .title = "OS upgrade was on and is now off",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "upgrade",
    .page = R"md(OS upgrade was on and is now off.

Nothing is refused, but machines silently stay as they are.

## When

automatic OS image upgrade is on in baseline, off now.

## Example

Flagged: `true -> false`.

Fine: enableAutomaticOSUpgrade stays true.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_os_upgrade_switched_off,
};

}  // namespace fleetlint::rules
