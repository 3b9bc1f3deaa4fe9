#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_platform_patching_needs_agent(const ScaleSet& set, RuleContext& context) {
  for (const char* block : {"osProfile.windowsConfiguration", "osProfile.linuxConfiguration"}) {
    const Property configuration = set.profile(block), agent = configuration["provisionVMAgent"];
    if ((configuration["patchSettings.patchMode"].equals("AutomaticByPlatform") && agent.is_false()) == Tri::yes) context.report(set, agent, "platform guest patching needs the VM agent").fix_value(agent, "true");
  }
}

FLEETLINT_RULE(platform_patching_needs_agent) = {
    .id = "FL-GPT-007",
    .name = "platform-patching-needs-agent",
    .title = "Platform guest patching needs the VM agent",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "guest-patching",
    .page = R"md(Platform guest patching needs the VM agent.

Azure refuses the deployment or the upgrade.

## When

patchMode AutomaticByPlatform and provisionVMAgent == false.

## Example

Flagged: `provisionVMAgent:false`.

Fine: `provisionVMAgent: true`.

## Fix

True.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on automatic VM guest patching, hotpatch, scheduled patching prerequisites)md",
    .check_scale_set = check_platform_patching_needs_agent,
};

}  // namespace fleetlint::rules
