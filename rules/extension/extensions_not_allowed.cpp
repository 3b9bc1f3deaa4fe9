#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_extensions_not_allowed(const ScaleSet& set, RuleContext& context) {
  bool any = false;
  for (const auto& extension : set.extensions) any = any || extension.exists == Tri::yes;
  if (!any) return;
  for (const char* path : {"osProfile.allowExtensionOperations", "osProfile.windowsConfiguration.provisionVMAgent", "osProfile.linuxConfiguration.provisionVMAgent"}) {
    const Property flag = set.profile(path);
    if (flag.is_false() == Tri::yes) context.report(set, flag, "`" + std::string(flag.name()) + "` is false, and the set has extensions").note(set.extensions.front().entry, "an extension").fix_value(flag, "true");
  }
}

FLEETLINT_RULE(extensions_not_allowed) = {
    .id = "FL-EXT-016",
    .name = "extensions-not-allowed",
    .title = "Extensions defined on a set that forbids them",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension",
    .page = R"md(Extensions defined on a set that forbids them.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.osProfile.allowExtensionOperations == false or properties.virtualMachineProfile.osProfile.windowsConfiguration.provisionVMAgent == false or properties.virtualMachineProfile.osProfile.linuxConfiguration.provisionVMAgent == false, and at least one effective extension.

## Example

Flagged: `provisionVMAgent:false + extension`.

Fine: `provisionVMAgent: true`.

## Fix

True.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on extension sequencing and automatic extension upgrade)md",
    .check_scale_set = check_extensions_not_allowed,
};

}  // namespace fleetlint::rules
