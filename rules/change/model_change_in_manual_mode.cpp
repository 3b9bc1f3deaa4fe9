#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_model_change_in_manual_mode(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    if (now->mode_is(UpgradeMode::manual) != Tri::yes) continue;
    if (const auto change = first_difference(now->profile(), before->profile())) context.report(*now, *change, "under mode `Manual` this edit reaches no running instance").note(now->upgrade.policy["mode"], "the mode").help("update the instances by hand, or use `Rolling`");
  }
}

FLEETLINT_RULE(model_change_in_manual_mode) = {
    .id = "FL-DIF-011",
    .name = "model-change-in-manual-mode",
    .title = "This edit reaches no running instance",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "upgrade",
    .page = R"md(This edit reaches no running instance.

Nothing is refused, but machines silently stay as they are.

## When

mode Manual and any difference under properties.virtualMachineProfile.

## Example

Flagged: `image sku edited`.

Fine: `mode Rolling, or follow-up update step`.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_model_change_in_manual_mode,
};

}  // namespace fleetlint::rules
