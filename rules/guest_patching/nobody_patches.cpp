#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_nobody_patches(const ScaleSet& set, RuleContext& context) {
  if (context.setting_true("externalPatching") || set.os_upgrade_on() != Tri::no || set.profile().present() != Tri::yes) return;
  const Property updates = set.profile("osProfile.windowsConfiguration.enableAutomaticUpdates"), mode = set.patch_mode();
  const Tri by_platform = mode.equals("AutomaticByPlatform") && set.is_flexible();
  if (by_platform != Tri::no || is_patched_by_schedule(set) != Tri::no) return;
  Tri nobody = Tri::no;
  if (set.is_windows() == Tri::yes) nobody = updates.is_false() || mode.equals("Manual");
  if (set.is_linux() == Tri::yes) {
    const auto publisher = set.image()["publisher"].text();
    const bool platform = set.image_kind == ImageKind::platform || set.image_kind == ImageKind::plan;
    if (!platform || !publisher) return;
    const bool self_updating = equal_ignoring_case(*publisher, "Canonical") || equal_ignoring_case(*publisher, "Debian");
    nobody = (mode.equals("ImageDefault") || !mode.present() || mode.equals("AutomaticByPlatform")) && tri(!self_updating);
  }
  if (nobody != Tri::yes) return;
  context.report(set, set.is_windows() == Tri::yes && updates.is_false() == Tri::yes ? updates : mode.is_present() ? mode : set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "nothing patches these instances: no OS image upgrade, no guest patching, no update inside")
      .help("switch OS image upgrade on, or on a Flexible set patch mode `AutomaticByPlatform` with Application Health");
}

FLEETLINT_RULE(nobody_patches) = {
    .id = "FL-GPT-005",
    .name = "nobody-patches",
    .title = "No mechanism patches these instances",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "guest-patching upgrade security",
    .settings = "externalPatching=false",
    .page = R"md(No mechanism patches these instances.

Nothing is refused, but machines silently stay as they are.

## When

All of these known: automatic OS image upgrade is off; patchMode is not AutomaticByPlatform (or is, on a Uniform set); Windows: enableAutomaticUpdates == false or patchMode Manual; Linux: patchMode ImageDefault or absent and the image publisher is known and none of those whose images update themselves (own gallery image: unknown, so at most info); no OSImage or InGuestPatch maintenance assignment for the resource in the deployment; the setting `externalPatching` false (set it for Service Fabric patch orchestration or other tools).

## Example

Flagged: `Windows, enableAutomaticUpdates:false, no AOU`.

Fine: `AOU on`.

## Fix

Enable OS upgrade (Uniform) or AutomaticByPlatform + Application Health (Flexible). A proposal: its owner decides.

Note: Following checkov CKV_AZURE_177 the wrong way round leads here or to FL-GPT-001.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (the flag off is right only with OS upgrade)
- Microsoft Learn: Updates and maintenance overview (virtual machines)
- Microsoft Learn: Update options in Azure Update Manager)md",
    .check_scale_set = check_nobody_patches,
};

}  // namespace fleetlint::rules
