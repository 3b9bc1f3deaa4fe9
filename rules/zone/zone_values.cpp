#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_zone_values(const ScaleSet& set, RuleContext& context) {
  const Property zones = set["zones"];
  const Items items = zones.items();
  std::vector<std::string> seen;
  for (const auto& item : items.certain) {
    const auto* value = item.value();
    const auto text = value == nullptr ? std::nullopt : scalar_text(*value);
    if (!text) continue;
    const bool known = *text == "1" || *text == "2" || *text == "3";
    bool repeated = false;
    for (const auto& other : seen) repeated = repeated || other == *text;
    seen.push_back(*text);
    if (!known) context.report(set, item, "there is no zone " + shown(item)).help("zones are '1', '2' and '3'");
    else if (repeated) context.report(set, item, "zone " + shown(item) + " is named twice");
    else if (!value->is_string()) context.report(set, item, "zones are texts, not numbers").severity(Severity::info);
  }
}

FLEETLINT_RULE(zone_values) = {
    .id = "FL-ZON-007",
    .name = "zone-values",
    .title = "Zone list has duplicates or unknown names",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "zones schema",
    .page = R"md(Zone list has duplicates or unknown names.

Azure refuses the deployment or the upgrade.

## When

zones[] contains a duplicate or a value not in {"1","2","3"} (numbers instead of strings: info).

## Example

Flagged: `["1","1"]`.

Fine: `["1","2"]`.

## Fix

Dedupe.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_zone_values,
};

}  // namespace fleetlint::rules
