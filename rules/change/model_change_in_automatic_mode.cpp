#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_model_change_in_automatic_mode(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    if ((now->mode_is(UpgradeMode::automatic) && !now->heals_by_service_fabric()) != Tri::yes) continue;
    if (const auto change = first_difference(now->profile(), before->profile())) context.report(*now, *change, "mode `Automatic` brings this edit to all instances at once").note(now->upgrade.policy["mode"], "the mode");
  }
}

FLEETLINT_RULE(model_change_in_automatic_mode) = {
    .id = "FL-DIF-010",
    .name = "model-change-in-automatic-mode",
    .title = "This edit reaches all instances at once",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "upgrade",
    .page = R"md(This edit reaches all instances at once.

More machines than expected can be out of service at the same time.

## When

mode of the new version is Automatic, Service Fabric does not watch health itself, and the evaluated value of anything under properties.virtualMachineProfile differs from the baseline (content of loaded files included; unknown on either side counts as unchanged). sku.capacity and tags are outside the profile and never count.

## Example

Flagged: `extension setting edited`.

Fine: `mode Rolling`.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension)md",
    .check_model = check_model_change_in_automatic_mode,
};

}  // namespace fleetlint::rules
