#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_guest_patch_nothing_selected(const FleetModel& model, RuleContext& context) {
  for (const auto* configuration : model.of_type("microsoft.maintenance/maintenanceconfigurations")) {
    const Property patches = (*configuration)["properties.installPatches"];
    if (configuration->is_existing() || (*configuration)["properties.maintenanceScope"].equals("InGuestPatch") != Tri::yes) continue;
    if (patches.is_absent()) {
      context.report(*configuration, patches, "the configuration selects no updates").help("`classificationsToInclude: ['Critical', 'Security']`");
      continue;
    }
    Tri selects = Tri::no;
    bool any_block = false;
    for (const auto& [block, list] : {std::pair<const char*, const char*>{"windowsParameters", "kbNumbersToInclude"}, {"linuxParameters", "packageNameMasksToInclude"}}) {
      const Property parameters = patches[block];
      if (parameters.is_absent()) continue;
      any_block = true;
      selects = selects || !parameters["classificationsToInclude"].is_empty() || !parameters[list].is_empty();
    }
    if (any_block && selects == Tri::no) context.report(*configuration, patches, "the configuration selects no updates").help("`classificationsToInclude: ['Critical', 'Security']`");
  }
}

FLEETLINT_RULE(guest_patch_nothing_selected) = {
    .id = "FL-MNT-013",
    .name = "guest-patch-nothing-selected",
    .title = "Guest-patch configuration selects no updates",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "maintenance guest-patching",
    .page = R"md(Guest-patch configuration selects no updates.

Nothing is refused, but machines silently stay as they are.

## When

maintenanceScope InGuestPatch and (installPatches absent; or it has windowsParameters or linuxParameters and no block of the two selects anything: in each block that is present classificationsToInclude is absent or empty, and kbNumbersToInclude or packageNameMasksToInclude is absent or empty).

## Example

Flagged: `classificationsToInclude:[]`.

Fine: `["Critical","Security"]`.

## Fix

Critical and Security. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines)
- doc: vendor page on maintenance configurations)md",
    .check_model = check_guest_patch_nothing_selected,
};

}  // namespace fleetlint::rules
