#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_image_sku_changed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    const Property a = now->image()["sku"], b = before->image()["sku"];
    if ((a.present() && b.present()) != Tri::yes || differs(a, b) != Tri::yes) continue;
    const bool upgraded = now->os_upgrade_on() == Tri::yes, manual = now->mode_is(UpgradeMode::manual) == Tri::yes;
    context.report(*now, a, "the image SKU changes from " + shown(b) + " to " + shown(a) + ": a change of the model, not an OS upgrade").note(b, "the earlier version").severity(upgraded && manual ? Severity::error : upgraded ? Severity::warning : Severity::info);
  }
}

FLEETLINT_RULE(image_sku_changed) = {
    .id = "FL-DIF-002",
    .name = "image-sku-changed",
    .title = "Image SKU changed: model change, not an OS upgrade",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "image upgrade",
    .suppressed_by = "FL-DIF-001 FL-DIF-020",
    .page = R"md(Image SKU changed: model change, not an OS upgrade.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.storageProfile.imageReference.sku differs from the baseline (case-insensitive, as image names are matched everywhere). Error when automatic OS image upgrade is on and mode Manual (instances would stay on two images); warning when automatic OS image upgrade is on otherwise; info without OS upgrade.

## Example

Flagged: `2019 -> 2022-Datacenter`.

Fine: the sku stays.

Azure says: `Virtual Machine Scale Sets with Automatic OS Upgrade enabled must have all VM instances upgraded to same Platform Image. / Changing property 'imageReference.sku' is not allowed.`

Note: Goes out by upgrade mode; show the simulated rollout.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- issue azure-docs#18223
- issue azure-powershell#11911)md",
    .check_model = check_image_sku_changed,
};

}  // namespace fleetlint::rules
