#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_auto_upgrade_off_for_listed_type(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const auto& extension = *use.extension;
    const Property flag = extension.properties["enableAutomaticUpgrade"];
    const auto publisher = extension.publisher.text(), type = extension.type.text();
    if (!publisher || !type || !is_auto_upgrade_type(*publisher, *type)) continue;
    if (use.set != nullptr && use.set->is_service_fabric() != Tri::no) continue;
    const auto& version = extension.resource->api_version();
    Tri off = flag.is_false();
    if (flag.is_absent()) off = version ? tri(*version < *parse_api_version("2025-04-01")) : Tri::unknown;
    if (off == Tri::yes) report(context, use, flag, "the platform could keep " + shown(extension.type) + " current, but is not asked to").help("set `enableAutomaticUpgrade` to true");
  }
}

FLEETLINT_RULE(auto_upgrade_off_for_listed_type) = {
    .id = "FL-EXT-011",
    .name = "auto-upgrade-off-for-listed-type",
    .title = "Agent could be kept current by the platform but is not",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension upgrade security",
    .page = R"md(Agent could be kept current by the platform but is not.

Nothing is refused, but machines silently stay as they are.

## When

the type (publisher and type) is one that Azure upgrades automatically and the set is no Service Fabric node type and (enableAutomaticUpgrade false or (absent and apiVersion < 2025-04-01)); apiVersion is that of the resource that defines the extension; security and monitoring agents first.

## Example

Flagged: `AzureMonitorLinuxAgent without flag`.

Fine: `enableAutomaticUpgrade:true`.

## Fix

Add enableAutomaticUpgrade:true (not on Service Fabric sets).

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines))md",
    .check_model = check_auto_upgrade_off_for_listed_type,
};

}  // namespace fleetlint::rules
