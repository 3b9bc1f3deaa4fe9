#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_sf_mode_not_automatic(const ScaleSet& set, RuleContext& context) {
  const Property mode = set.upgrade.policy["mode"];
  if ((set.is_service_fabric() && mode.is_one_of({"Rolling", "Manual"})) != Tri::yes) return;
  for (const auto& node_type : set.node_types) {
    if (node_type.entry["isStateless"].is_true() != Tri::no) continue;
    context.report(set, mode, "a stateful Service Fabric set runs in mode `Automatic`; " + shown(mode) + " gets in the way of its own batching").note(node_type.entry, "the node type is stateful").help("use `Automatic`: the durability handshake does the batching");
    return;
  }
}

FLEETLINT_RULE(sf_mode_not_automatic) = {
    .id = "FL-SF-013",
    .name = "sf-mode-not-automatic",
    .title = "Stateful Service Fabric sets run in Automatic mode",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "service-fabric upgrade",
    .page = R"md(Stateful Service Fabric sets run in Automatic mode.

The upgrade starts and then fails or stops half way.

## When

the set is a Service Fabric node type and stateful (a matched nodeTypes[] entry whose isStateless is not true; without a matched entry unknown) and properties.upgradePolicy.mode in {Rolling, Manual}.

## Example

Flagged: `mode:"Rolling" on Silver stateful`.

Fine: `mode:"Automatic"`.

## Fix

Automatic (the durability handshake does the batching). A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_sf_mode_not_automatic,
};

}  // namespace fleetlint::rules
