#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_repair_action_changed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    const Property a = (*now)["properties.automaticRepairsPolicy.repairAction"], b = (*before)["properties.automaticRepairsPolicy.repairAction"];
    if ((now->has_repairs() && before->has_repairs()) == Tri::yes && differs(a, b, "Replace") == Tri::yes) context.report(*now, a, "the repair action changes while repairs are on").note(b, "the earlier version").help("switch repairs off first");
  }
}

FLEETLINT_RULE(repair_action_changed) = {
    .id = "FL-DIF-015",
    .name = "repair-action-changed",
    .title = "Repair action changed without switching repairs off first",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "repair",
    .page = R"md(Repair action changed without switching repairs off first.

Azure refuses the deployment or the upgrade.

## When

repairAction differs and enabled true on both sides.

## Example

Flagged: `Replace -> Reimage`.

Fine: `off, change, on`.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- doc: vendor page on modifying a scale set (properties with restrictions))md",
    .check_model = check_repair_action_changed,
};

}  // namespace fleetlint::rules
