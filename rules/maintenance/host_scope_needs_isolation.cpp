#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {

static void check_host_scope_needs_isolation(const FleetModel& model, RuleContext& context) {
  for (const auto& assignment : maintenance_assignments(model)) {
    if (assignment.scope.equals("Host") != Tri::yes || !assignment.binds_target() || !assignment.target->is("microsoft.compute/virtualmachinescalesets")) continue;
    const Property size = (*assignment.target)["sku.name"];
    const auto text = size.text();
    if (!text || is_isolated_size(*text) || (*assignment.target)["properties.hostGroup"].present() != Tri::no) continue;
    context.report(*assignment.target, size, "host maintenance control has no effect on the shared hosts of size " + shown(size)).note(assignment.resource->where(), "the assignment");
  }
}

FLEETLINT_RULE(host_scope_needs_isolation) = {
    .id = "FL-MNT-006",
    .name = "host-scope-needs-isolation",
    .title = "Host maintenance control on shared hosts has no effect",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "maintenance",
    .page = R"md(Host maintenance control on shared hosts has no effect.

Nothing is refused, but machines silently stay as they are.

## When

maintenanceScope Host assigned to a set whose sku.name is known and not an isolated size, and properties.hostGroup absent (unknown: no finding). Isolated: the letter i among the feature letters after the vCPU count, as in Standard_E104ids_v5 or Standard_M192ims_v2, and Standard_F72s_v2, Standard_M128ms, Standard_G5, Standard_GS5, Standard_DS15_v2, Standard_D15_v2.

## Example

Flagged: `Standard_D2s_v5 + Host`.

Fine: `isolated size or dedicated hosts`.

Doubt: Newer docs widen host maintenance scope; size list may be stale.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines))md",
    .check_model = check_host_scope_needs_isolation,
};

}  // namespace fleetlint::rules
