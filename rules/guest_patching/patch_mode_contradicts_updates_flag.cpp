#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_patch_mode_contradicts_updates_flag(const ScaleSet& set, RuleContext& context) {
  const Property updates = set.profile("osProfile.windowsConfiguration.enableAutomaticUpdates"), mode = set.profile("osProfile.windowsConfiguration.patchSettings.patchMode");
  if ((mode.is_one_of({"AutomaticByPlatform", "AutomaticByOS"}) && updates.is_false()) == Tri::yes) context.report(set, mode, "patch mode " + shown(mode) + " needs `enableAutomaticUpdates: true`").note(updates, "it is false here");
  else if ((mode.equals("Manual") && (updates.is_true() || !updates.present())) == Tri::yes) context.report(set, mode, "patch mode `Manual` needs `enableAutomaticUpdates: false`").note(updates, "it is true, or not stated");
}

FLEETLINT_RULE(patch_mode_contradicts_updates_flag) = {
    .id = "FL-GPT-004",
    .name = "patch-mode-contradicts-updates-flag",
    .title = "Patch mode and Windows Update flag contradict",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "guest-patching",
    .page = R"md(Patch mode and Windows Update flag contradict.

Azure refuses the deployment or the upgrade.

## When

patchMode in {AutomaticByPlatform, AutomaticByOS} and enableAutomaticUpdates == false; or patchMode Manual and enableAutomaticUpdates == true (absent = true).

## Example

Flagged: `AutomaticByPlatform + enableAutomaticUpdates:false`.

Fine: `patchMode: 'AutomaticByPlatform', enableAutomaticUpdates: true`.

## Fix

Align. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: guest patching)md",
    .check_scale_set = check_patch_mode_contradicts_updates_flag,
};

}  // namespace fleetlint::rules
