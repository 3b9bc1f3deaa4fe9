#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_arc_version_pinned_with_auto_upgrade(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines)) {
    const Property flag = use.extension->properties["enableAutomaticUpgrade"];
    if ((use.extension->handler_version.present() && (flag.is_true() || !flag.present())) == Tri::yes) report(context, use, use.extension->handler_version, "a fixed version next to automatic upgrade");
  }
}

FLEETLINT_RULE(arc_version_pinned_with_auto_upgrade) = {
    .id = "FL-ARC-006",
    .name = "arc-version-pinned-with-auto-upgrade",
    .title = "Fixed version together with auto upgrade on Arc",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::low,
    .fix = FixClass::suggest,
    .tags = "arc extension",
    .page = R"md(Fixed version together with auto upgrade on Arc.

Advice: it works, but is easy to get wrong or harder to operate.

## When

typeHandlerVersion present and enableAutomaticUpgrade true/absent.

## Example

Flagged: `"1.28.1" + true`.

Fine: `no version`.

## Fix

Drop the version. A proposal: its owner decides.

Doubt: Behaviour on redeploy with an older version than installed is not documented in the seeds.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers
- own inference)md",
    .check_model = check_arc_version_pinned_with_auto_upgrade,
};

}  // namespace fleetlint::rules
