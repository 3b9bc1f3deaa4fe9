#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_no_pause_between_batches(const ScaleSet& set, RuleContext& context) {
  const Property pause = set.upgrade.rolling["pauseTimeBetweenBatches"];
  const Tri none = pause.test([](const eval::Value& value) { return tri(value.is_string() && parse_duration(value.as_string()) == 0); }, Tri::yes);
  if (((set.os_upgrade_on() || set.mode_is(UpgradeMode::rolling)) && none) != Tri::yes) return;
  const auto instances = set.instances.minimum, percent = set.batch_percent();
  if (!instances || !percent || *instances <= batch_size(*instances, *percent)) return;
  context.report(set, pause, "the next batch starts the moment the last one looks healthy").help("`pauseTimeBetweenBatches: 'PT5M'` gives a bad change time to show");
}

FLEETLINT_RULE(no_pause_between_batches) = {
    .id = "FL-UPG-012",
    .name = "no-pause-between-batches",
    .title = "No soak time between batches",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade health",
    .page = R"md(No soak time between batches.

Advice: it works, but is easy to get wrong or harder to operate.

## When

(automatic OS image upgrade is on or properties.upgradePolicy.mode == Rolling) and properties.upgradePolicy.rollingUpgradePolicy.pauseTimeBetweenBatches is PT0S or absent and there is more than one batch.

## Example

Flagged: `pauseTimeBetweenBatches:"PT0S"`.

Fine: `pauseTimeBetweenBatches:"PT5M"`.

## Fix

Set PT5M or more. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- schema default)md",
    .check_scale_set = check_no_pause_between_batches,
};

}  // namespace fleetlint::rules
