#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_hotpatch_preconditions(const ScaleSet& set, RuleContext& context) {
  const Property windows = set.profile("osProfile.windowsConfiguration"), hotpatch = windows["patchSettings.enableHotpatching"], mode = windows["patchSettings.patchMode"], agent = windows["provisionVMAgent"];
  if (hotpatch.is_true() != Tri::yes) return;
  if (mode.equals("AutomaticByPlatform") == Tri::no) context.report(set, hotpatch, "hotpatching needs patch mode `AutomaticByPlatform`").note(mode, "the patch mode");
  else if (agent.is_false() == Tri::yes) context.report(set, hotpatch, "hotpatching needs the VM agent").note(agent, "it is switched off");
}

FLEETLINT_RULE(hotpatch_preconditions) = {
    .id = "FL-GPT-010",
    .name = "hotpatch-preconditions",
    .title = "Hotpatch switched on without what it needs",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "guest-patching",
    .page = R"md(Hotpatch switched on without what it needs.

Azure refuses the deployment or the upgrade.

## When

enableHotpatching == true and (patchMode != AutomaticByPlatform or provisionVMAgent == false).

## Example

Flagged: `enableHotpatching:true, patchMode absent`.

Fine: `AutomaticByPlatform`.

## Fix

Set AutomaticByPlatform (then FL-GPT-003/006 apply).

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on automatic VM guest patching, hotpatch, scheduled patching prerequisites
- schema: published resource type index)md",
    .check_scale_set = check_hotpatch_preconditions,
};

}  // namespace fleetlint::rules
