#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_boot_diagnostics_off(const ScaleSet& set, RuleContext& context) {
  const Property enabled = set.profile("diagnosticsProfile.bootDiagnostics.enabled");
  if (set.profile().is_present() && enabled.is_true() == Tri::no) context.report(set, enabled, "without boot diagnostics it is hard to see why an instance does not come up");
}

FLEETLINT_RULE(boot_diagnostics_off) = {
    .id = "FL-GOV-005",
    .name = "boot-diagnostics-off",
    .title = "No boot diagnostics: failed first-batch instances are hard to read",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "health",
    .page = R"md(No boot diagnostics: failed first-batch instances are hard to read.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.virtualMachineProfile.diagnosticsProfile.bootDiagnostics.enabled is not true.

## Example

Flagged: no diagnosticsProfile.bootDiagnostics.

Fine: `bootDiagnostics: { enabled: true }`.

## Fix

Enabled true.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (recovery))md",
    .check_scale_set = check_boot_diagnostics_off,
};

}  // namespace fleetlint::rules
