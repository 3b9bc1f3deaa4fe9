#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_rolling_policy_without_consumer(const ScaleSet& set, RuleContext& context) {
  Tri consumed = set.mode_is(UpgradeMode::rolling) || set.os_upgrade_on();
  if (set.extensions_open) consumed = consumed || Tri::unknown;
  for (const auto& extension : set.extensions) consumed = consumed || extension.properties["enableAutomaticUpgrade"].is_true();
  const Property mode = set.upgrade.policy["mode"];
  if ((set.upgrade.rolling.present() && mode.is_one_of({"Manual", "Automatic"}) && !consumed) != Tri::yes) return;
  context.report(set, set.upgrade.rolling, "nothing uses this `rollingUpgradePolicy`").note(mode, "the mode is not `Rolling`, and OS image upgrade is off").help("change the mode to `Rolling` or remove the policy");
}

FLEETLINT_RULE(rolling_policy_without_consumer) = {
    .id = "FL-UPG-008",
    .name = "rolling-policy-without-consumer",
    .title = "A rolling policy nothing will use",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(A rolling policy nothing will use.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.upgradePolicy.rollingUpgradePolicy present and properties.upgradePolicy.mode in {Manual, Automatic} and automatic OS image upgrade is off and no effective extension has enableAutomaticUpgrade true.

## Example

Flagged: `mode:"Manual", rollingUpgradePolicy:{…}`.

Fine: `mode:"Rolling", rollingUpgradePolicy:{…}`.

## Fix

Change mode to Rolling or delete properties.upgradePolicy.rollingUpgradePolicy. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- schema: published resource type index)md",
    .check_scale_set = check_rolling_policy_without_consumer,
};

}  // namespace fleetlint::rules
