#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_orchestration_mode_changed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    if (differs((*now)["properties.orchestrationMode"], (*before)["properties.orchestrationMode"], "Uniform") == Tri::yes)
      context.report(*now, (*now)["properties.orchestrationMode"], "the orchestration mode of an existing set cannot change").note((*before)["properties.orchestrationMode"], "the earlier version").help("make a second set");
}

FLEETLINT_RULE(orchestration_mode_changed) = {
    .id = "FL-DIF-005",
    .name = "orchestration-mode-changed",
    .title = "Orchestration mode changed",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "schema",
    .page = R"md(Orchestration mode changed.

Azure refuses the deployment or the upgrade.

## When

orchestrationMode differs.

## Example

Flagged: `Uniform -> Flexible`.

Fine: the mode stays.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- doc: vendor page on modifying a scale set (properties with restrictions))md",
    .check_model = check_orchestration_mode_changed,
};

}  // namespace fleetlint::rules
