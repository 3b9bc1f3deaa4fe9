#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_repair_action_api(const ScaleSet& set, RuleContext& context) {
  const Property action = set["properties.automaticRepairsPolicy.repairAction"];
  const auto& version = set.resource->api_version();
  if (action.present() != Tri::yes || !version || *version >= *parse_api_version("2021-11-01")) return;
  context.report(set, action, "`repairAction` exists from API version 2021-11-01 on").element("properties.automaticrepairspolicy.repairaction").note(set.resource->api_version_property(), "this resource uses `" + set.resource->api_version_property().text_or("") + "`").fix_value(set.resource->api_version_property(), "2021-11-01");
}

FLEETLINT_RULE(repair_action_api) = {
    .id = "FL-RPR-007",
    .name = "repair-action-api",
    .title = "Repair action other than Replace needs a newer API",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "repair schema",
    .page = R"md(Repair action other than Replace needs a newer API.

Azure refuses the deployment or the upgrade.

## When

properties.automaticRepairsPolicy.repairAction present (null counts as absent) and apiVersion < 2021-11-01.

## Example

Flagged: `2021-03-01`.

Fine: `2021-11-01`.

## Fix

Raise apiVersion.

Note: Special case of FL-API-002, kept for its message.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_repair_action_api,
};

}  // namespace fleetlint::rules
