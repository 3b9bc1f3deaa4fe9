#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_platform_patching_on_uniform(const ScaleSet& set, RuleContext& context) {
  const Property mode = set.patch_mode();
  if (context.setting_true("allowPreviewFeatures") || (mode.equals("AutomaticByPlatform") && !set.is_flexible()) != Tri::yes) return;
  context.report(set, mode, "platform guest patching is not available on a Uniform set").help("use OS image upgrade");
}

FLEETLINT_RULE(platform_patching_on_uniform) = {
    .id = "FL-GPT-006",
    .name = "platform-patching-on-uniform",
    .title = "Platform guest patching is not available for Uniform sets",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "guest-patching",
    .suppressed_by = "FL-GPT-003",
    .settings = "allowPreviewFeatures=false",
    .page = R"md(Platform guest patching is not available for Uniform sets.

Azure refuses the deployment or the upgrade.

## When

patchMode AutomaticByPlatform and orchestrationMode Uniform or absent.

## Example

Flagged: `Uniform + AutomaticByPlatform`.

Fine: `Flexible, or OS upgrade`.

## Fix

OS upgrade. A proposal: its owner decides.

Azure says: `feature InGuestAutoPatchVmssUniformPreview is not registered`

Doubt: Subscriptions with the preview feature pass; the setting `allowPreviewFeatures` silences.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on automatic VM guest patching, hotpatch, scheduled patching prerequisites
- Microsoft Learn: Update options in Azure Update Manager (names Flexible)
- issue bicep-registry-modules#3634)md",
    .check_scale_set = check_platform_patching_on_uniform,
};

}  // namespace fleetlint::rules
