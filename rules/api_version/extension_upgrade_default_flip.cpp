#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_extension_upgrade_default_flip(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const auto& extension = *use.extension;
    const auto& version = extension.resource->api_version();
    const Property flag = extension.properties["enableAutomaticUpgrade"];
    if (!version || *version < *parse_api_version("2025-04-01") || !flag.is_absent() || extension.exists != Tri::yes) continue;
    const auto publisher = extension.publisher.text(), type = extension.type.text();
    if (!publisher || !type || !is_auto_upgrade_type(*publisher, *type)) continue;
    report(context, use, flag, "from API version 2025-04-01 on, " + shown(extension.type) + " without `enableAutomaticUpgrade` is upgraded automatically")
        .note(extension.resource->api_version_property(), "the API version")
        .help("state the flag: false keeps the former behaviour");
  }
}

FLEETLINT_RULE(extension_upgrade_default_flip) = {
    .id = "FL-API-007",
    .name = "extension-upgrade-default-flip",
    .title = "From API 2025-04-01 an omitted extension auto-upgrade flag means \"on\"",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "extension upgrade",
    .page = R"md(From API 2025-04-01 an omitted extension auto-upgrade flag means "on".

Advice: it works, but is easy to get wrong or harder to operate.

## When

apiVersion >= 2025-04-01 and an effective extension (type in the auto-upgrade list) has no enableAutomaticUpgrade.

## Example

Flagged: `apiVersion 2025-04-01, no flag`.

Fine: `flag stated`.

## Fix

State enableAutomaticUpgrade explicitly (false keeps the former behaviour).

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: automatic extension upgrade, 2026)md",
    .check_model = check_extension_upgrade_default_flip,
};

}  // namespace fleetlint::rules
