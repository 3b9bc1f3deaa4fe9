#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_unmanaged_disks_retired(const ScaleSet& set, RuleContext& context) {
  const Property containers = set.profile("storageProfile.osDisk.vhdContainers");
  if (!containers.is_present() || context.now() < *parse_instant("2026-03-31")) return;
  context.report(set, containers, "unmanaged disks were retired on 2026-03-31").help("use `managedDisk`");
}

FLEETLINT_RULE(unmanaged_disks_retired) = {
    .id = "FL-IMG-025",
    .name = "unmanaged-disks-retired",
    .title = "Unmanaged OS disks have been retired",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "image",
    .page = R"md(Unmanaged OS disks have been retired.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.storageProfile.osDisk.vhdContainers present and now >= 2026-03-31.

## Example

Flagged: `vhdContainers:[…]`.

Fine: `managedDisk:{…}`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: retirement notice
- data Azure/EOL service_list.json (2026-03-31))md",
    .check_scale_set = check_unmanaged_disks_retired,
};

}  // namespace fleetlint::rules
