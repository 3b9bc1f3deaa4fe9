#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_arc_guest_patching_settings(const FleetModel& model, RuleContext& context) {
  for (const auto* machine : model.of_type("microsoft.hybridcompute/machines")) {
    if (machine->is_existing()) continue;
    for (const char* block : {"properties.osProfile.windowsConfiguration", "properties.osProfile.linuxConfiguration"}) {
      const Property settings = (*machine)[std::string(block) + ".patchSettings"], mode = settings["patchMode"], hotpatch = settings["enableHotpatching"];
      if (mode.is_one_of({"AutomaticByPlatform", "AutomaticByOS"}) == Tri::yes) context.report(*machine, mode, "guest patching is not available on Arc machines").help("use a maintenance configuration of scope InGuestPatch");
      if (hotpatch.is_true() == Tri::yes) {
        auto finding = context.report(*machine, hotpatch, "hotpatch is not available on Arc machines by this setting");
        if (machine->api_version() && *machine->api_version() >= *parse_api_version("2024-05-20-preview")) finding.severity(Severity::info);
      }
    }
  }
}

FLEETLINT_RULE(arc_guest_patching_settings) = {
    .id = "FL-ARC-005",
    .name = "arc-guest-patching-settings",
    .title = "Guest patching, Windows automatic updates or hotpatch on an Arc machine",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "arc guest-patching",
    .page = R"md(Guest patching, Windows automatic updates or hotpatch on an Arc machine.

Nothing is refused, but machines silently stay as they are.

## When

HybridCompute/machines properties.osProfile.{windowsConfiguration,linuxConfiguration}.patchSettings.patchMode in {AutomaticByPlatform, AutomaticByOS} or enableHotpatching == true.

## Example

Flagged: `patchMode:"AutomaticByPlatform"`.

Fine: `maintenance configuration scope InGuestPatch`.

## Fix

Update Manager schedule. A proposal: its owner decides.

Doubt: enableHotpatching exists in the Arc schema since 2024-05-20-preview; downgrade to info for those versions.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Update options in Azure Update Manager)md",
    .check_model = check_arc_guest_patching_settings,
};

}  // namespace fleetlint::rules
