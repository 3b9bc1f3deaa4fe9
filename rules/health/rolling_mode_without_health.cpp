#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_rolling_mode_without_health(const ScaleSet& set, RuleContext& context) {
  if ((set.mode_is(UpgradeMode::rolling) && !set.heals_by_service_fabric() && !set.has_health()) != Tri::yes) return;
  context.report(set, set.upgrade.policy["mode"], "`Rolling` upgrades in batches, but nothing reports health")
      .note(set.profile("networkProfile"), "no `healthProbe` here")
      .note(set.profile("extensionProfile"), "no Application Health extension here")
      .help("add the Application Health extension, or name a load-balancer probe in `networkProfile.healthProbe`; a what-if does not show this refusal");
}

FLEETLINT_RULE(rolling_mode_without_health) = {
    .id = "FL-HLT-002",
    .name = "rolling-mode-without-health",
    .title = "Rolling mode without a health source",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health upgrade",
    .suppressed_by = "FL-SF-013",
    .page = R"md(Rolling mode without a health source.

Azure refuses the deployment or the upgrade.

## When

properties.upgradePolicy.mode == Rolling and nothing reports health; Service Fabric Silver/Gold sets are handled by FL-SF-013.

## Example

Flagged: `mode:"Rolling", no probe`.

Fine: `probe or extension`.

## Fix

As FL-HLT-001. A proposal: its owner decides.

Azure says: `Rolling Upgrade mode is not supported for this Virtual Machine Scale Set because a health probe or health extension was not provided.`

Note: What-if does not show this refusal.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension
- platform error text (public reports))md",
    .check_scale_set = check_rolling_mode_without_health,
};

}  // namespace fleetlint::rules
