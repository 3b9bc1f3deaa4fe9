#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"

namespace fleetlint::rules {
namespace {

bool is_high(const std::optional<std::string>& level) { return level == "silver" || level == "gold"; }

}  // namespace

static void check_durability_lowered(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    for (const auto* extension : now->service_fabric_extensions())
      for (const auto* earlier : before->service_fabric_extensions()) {
        const Property a = extension->settings["durabilityLevel"], b = earlier->settings["durabilityLevel"];
        if (is_high(durability_of(b)) && durability_of(a) == "bronze") context.report(*now, *extension, a, "durability goes down from " + shown(b) + " to Bronze, which is not supported").note(b, "the earlier version");
      }
  for (const auto& [now, before] : resource_pairs(context, "microsoft.servicefabric/clusters"))
    for (const auto& node_type : (*now)["properties.nodeTypes"].items().certain)
      for (const auto& earlier : (*before)["properties.nodeTypes"].items().certain) {
        const Property name = node_type["name"], other = earlier["name"];
        if (!name.is_present() || differs(name, other) != Tri::no) continue;
        const Property a = node_type["durabilityLevel"], b = earlier["durabilityLevel"];
        if (is_high(durability_of(b)) && durability_of(a) == "bronze") context.report(*now, a, "durability of node type " + shown(name, "without a name") + " goes down from " + shown(b) + " to Bronze, which is not supported").note(b, "the earlier version");
      }
}

FLEETLINT_RULE(durability_lowered) = {
    .id = "FL-DIF-006",
    .name = "durability-lowered",
    .title = "Service Fabric durability lowered",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "service-fabric",
    .page = R"md(Service Fabric durability lowered.

The upgrade starts and then fails or stops half way.

## When

durability of a Service Fabric extension, or of a nodeTypes[] entry with the same name in the baseline, goes from Gold or Silver to Bronze (case-insensitive; absent durabilityLevel counts as Bronze). Gold to Silver gives no finding.

## Example

Flagged: `Silver -> Bronze`.

Fine: `raise only`.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor page on modifying a scale set (properties with restrictions))md",
    .check_model = check_durability_lowered,
};

}  // namespace fleetlint::rules
