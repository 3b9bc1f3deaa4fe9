#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_arc_auto_upgrade_api_floor(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::arc_machines)) {
    const Property flag = use.extension->properties["enableAutomaticUpgrade"];
    const auto& version = use.extension->resource->api_version();
    // The value need not be known, but the member must be written: what an unknown object holds cannot be seen.
    const bool written = !flag.name().empty() && !flag.is_absent();
    if (!written || !version || *version >= *parse_api_version("2021-12-10-preview")) continue;
    report(context, use, flag, "`enableAutomaticUpgrade` exists from API version 2021-12-10-preview on")
        .element("properties.enableautomaticupgrade")
        .note(use.extension->resource->api_version_property(), "this resource uses `" + use.extension->resource->api_version_property().text_or("") + "`")
        .fix_value(use.extension->resource->api_version_property(), "2022-12-27");
  }
}

FLEETLINT_RULE(arc_auto_upgrade_api_floor) = {
    .id = "FL-API-012",
    .name = "arc-auto-upgrade-api-floor",
    .title = "Arc extension auto-upgrade flag needs API 2021-12-10-preview or later",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "arc schema",
    .page = R"md(Arc extension auto-upgrade flag needs API 2021-12-10-preview or later.

Azure refuses the deployment or the upgrade.

## When

extension of an Arc machine enableAutomaticUpgrade present (its value need not be known) and apiVersion < 2021-12-10-preview.

## Example

Flagged: `2021-05-20`.

Fine: `2022-12-27`.

## Fix

Raise apiVersion.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers)md",
    .check_model = check_arc_auto_upgrade_api_floor,
};

}  // namespace fleetlint::rules
