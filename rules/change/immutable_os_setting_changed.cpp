#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"

namespace fleetlint::rules {
namespace {

struct Fixed {
  const char* path;
  const char* fallback;
};
constexpr Fixed fixed_settings[] = {
    {"properties.virtualMachineProfile.osProfile.windowsConfiguration.enableAutomaticUpdates", "true"},
    {"properties.virtualMachineProfile.osProfile.windowsConfiguration.provisionVMAgent", "true"},
    {"properties.virtualMachineProfile.osProfile.linuxConfiguration.provisionVMAgent", "true"},
    {"properties.virtualMachineProfile.priority", "Regular"},
    {"properties.virtualMachineProfile.evictionPolicy", ""},
    {"properties.platformFaultDomainCount", ""},
    {"properties.virtualMachineProfile.storageProfile.osDisk.managedDisk.storageAccountType", ""},
    {"properties.virtualMachineProfile.osProfile.computerNamePrefix", ""},
    {"properties.virtualMachineProfile.osProfile.adminUsername", ""},
    {"properties.proximityPlacementGroup.id", ""},
};

}  // namespace

static void check_immutable_os_setting_changed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    for (const auto& [path, fallback] : fixed_settings) {
      const Property a = (*now)[path], b = (*before)[path];
      if (differs(a, b, fallback) == Tri::yes) context.report(*now, a, "`" + std::string(path).substr(std::string(path).rfind('.') + 1) + "` is fixed when the set is made").note(b, "the earlier version");
    }
}

FLEETLINT_RULE(immutable_os_setting_changed) = {
    .id = "FL-DIF-007",
    .name = "immutable-os-setting-changed",
    .title = "A setting that is fixed at creation has changed",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "upgrade schema",
    .page = R"md(A setting that is fixed at creation has changed.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.osProfile.windowsConfiguration.enableAutomaticUpdates, properties.virtualMachineProfile.osProfile.windowsConfiguration.provisionVMAgent, properties.virtualMachineProfile.osProfile.linuxConfiguration.provisionVMAgent, properties.virtualMachineProfile.priority, properties.virtualMachineProfile.evictionPolicy, properties.platformFaultDomainCount, properties.virtualMachineProfile.storageProfile.osDisk.managedDisk.storageAccountType, properties.virtualMachineProfile.osProfile.computerNamePrefix, properties.virtualMachineProfile.osProfile.adminUsername or properties.proximityPlacementGroup.id differs from the baseline.

## Example

Flagged: `enableAutomaticUpdates true -> false`.

Fine: the setting stays.

Azure says: `Changing property '<name>' is not allowed. (PropertyChangeNotAllowed)`

Note: Consequence: FL-GPT-001 on an old set cannot always be fixed in place.

Doubt: Per-property confidence differs; enableAutomaticUpdates is evidenced.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- issue (PropertyChangeNotAllowed for enableAutomaticUpdates)
- schema: published resource type index
- issue azure-docs#108952 (platformFaultDomainCount)
- issue azure-powershell#11163 (OS disk type))md",
    .check_model = check_immutable_os_setting_changed,
};

}  // namespace fleetlint::rules
