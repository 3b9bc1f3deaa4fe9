#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_guest_patch_mode_user_missing(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    const Property mode = (*configuration)["properties.extensionProperties.InGuestPatchMode"];
    if (!configuration->is_existing() && (*configuration)["properties.maintenanceScope"].equals("InGuestPatch") == Tri::yes && mode.equals("User") == Tri::no)
      context.report(*configuration, mode, "a guest-patch configuration needs `extensionProperties: { InGuestPatchMode: 'User' }`");
  }
}

FLEETLINT_RULE(guest_patch_mode_user_missing) = {
    .id = "FL-MNT-012",
    .name = "guest-patch-mode-user-missing",
    .title = "Guest-patch configuration lacks its marker property",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "maintenance guest-patching",
    .page = R"md(Guest-patch configuration lacks its marker property.

Azure refuses the deployment or the upgrade.

## When

maintenanceScope InGuestPatch and extensionProperties.InGuestPatchMode != "User".

## Example

Flagged: `maintenanceScope: 'InGuestPatch' without extensionProperties`.

Fine: `extensionProperties:{InGuestPatchMode:"User"}`.

## Fix

Add.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor page on maintenance configurations)md",
    .check_model = check_guest_patch_mode_user_missing,
};

}  // namespace fleetlint::rules
