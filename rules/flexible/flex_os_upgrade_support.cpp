#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_os_upgrade_support(const ScaleSet& set, RuleContext& context) {
  if ((set.is_flexible() && set.os_upgrade_on()) == Tri::yes) context.report(set, set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade on a Flexible set is supported since mid-2024; older pages and tools say it is not");
}

FLEETLINT_RULE(flex_os_upgrade_support) = {
    .id = "FL-FLX-006",
    .name = "flex-os-upgrade-support",
    .title = "OS upgrade on a Flexible set: supported since mid-2024, older sources say no",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "upgrade",
    .page = R"md(OS upgrade on a Flexible set: supported since mid-2024, older sources say no.

Advice: it works, but is easy to get wrong or harder to operate.

## When

the set is Flexible and automatic OS image upgrade is on.

## Example

Flagged: `Flexible + AOU`.

Fine: `Uniform, or guest patching`.

Doubt: azure-cli#29415 places it behind a subscription feature until 2024-07-23; current pages list Flexible. Treated as supported; info only.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: old page: unsupported; newer: listed
- issue azure-cli#29415)md",
    .check_scale_set = check_flex_os_upgrade_support,
};

}  // namespace fleetlint::rules
