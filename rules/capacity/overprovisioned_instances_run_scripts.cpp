#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_overprovisioned_instances_run_scripts(const ScaleSet& set, RuleContext& context) {
  const Property overprovision = set["properties.overprovision"], spare = set["properties.doNotRunExtensionsOnOverprovisionedVMs"];
  if ((!set.is_flexible() && (overprovision.is_true() || !overprovision.present()) && !spare.is_true()) != Tri::yes) return;
  for (const auto& extension : set.extensions) {
    if (((is_custom_script(extension) || is_desired_state(extension)) && extension.exists) != Tri::yes) continue;
    context.report(set, overprovision, "surplus instances of overprovisioning run the extensions, too, and then vanish").note(extension.type, "this one registers or installs things").help("set `doNotRunExtensionsOnOverprovisionedVMs` to true, or `overprovision` to false");
    return;
  }
}

FLEETLINT_RULE(overprovisioned_instances_run_scripts) = {
    .id = "FL-CAP-004",
    .name = "overprovisioned-instances-run-scripts",
    .title = "Spare instances created during overprovisioning also run the extensions",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "capacity extension health",
    .page = R"md(Spare instances created during overprovisioning also run the extensions.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.overprovision true/absent and properties.doNotRunExtensionsOnOverprovisionedVMs not true and a custom script or DSC extension is present (Uniform).

## Example

Flagged: `defaults + CSE`.

Fine: `doNotRunExtensionsOnOverprovisionedVMs:true or overprovision:false`.

## Fix

Set true.

Note: Scripts that register a machine elsewhere leave orphans; extra instances also hit the health probe for a while.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index
- doc: vendor page on large scale sets and placement groups
- own requirement)md",
    .check_scale_set = check_overprovisioned_instances_run_scripts,
};

}  // namespace fleetlint::rules
