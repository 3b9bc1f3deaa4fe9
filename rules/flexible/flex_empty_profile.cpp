#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_flex_empty_profile(const ScaleSet& set, RuleContext& context) {
  if ((set.is_flexible() && !set.profile().present() && (set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling) || set.has_repairs())) == Tri::yes)
    context.report(set, set["properties.orchestrationMode"], "a Flexible set without a VM profile has nothing that upgrade or repair policies could act on");
}

FLEETLINT_RULE(flex_empty_profile) = {
    .id = "FL-FLX-008",
    .name = "flex-empty-profile",
    .title = "Flexible set without a VM profile carries policies that cannot act",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "upgrade schema",
    .page = R"md(Flexible set without a VM profile carries policies that cannot act.

Azure refuses the deployment or the upgrade.

## When

the set is Flexible and properties.virtualMachineProfile absent and (automatic OS image upgrade is on or mode Rolling or properties.automaticRepairsPolicy.enabled).

## Example

Flagged: `no virtualMachineProfile + AOU`.

Fine: `profile`.

Note: All other rules must accept an absent profile.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor page on orchestration modes)md",
    .check_scale_set = check_flex_empty_profile,
};

}  // namespace fleetlint::rules
