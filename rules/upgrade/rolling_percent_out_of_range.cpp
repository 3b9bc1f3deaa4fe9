#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

Tri out_of_range(const Property& percent, std::int64_t least) {
  return percent.test([&](const eval::Value& value) {
    const Property one(&value, {}, {});
    const auto number = one.integer();
    return tri(!number || *number < least || *number > 100);
  });
}

void check_percent(const ScaleSet& set, const char* name, std::int64_t least, RuleContext& context) {
  const Property percent = set.upgrade.rolling[name];
  if (out_of_range(percent, least) != Tri::yes) return;
  context.report(set, percent, "`" + std::string(name) + "` is " + shown(percent) + ": whole numbers from " + std::to_string(least) + " to 100 are accepted");
}

}  // namespace

static void check_rolling_percent_out_of_range(const ScaleSet& set, RuleContext& context) {
  check_percent(set, "maxBatchInstancePercent", 5, context);
  check_percent(set, "maxUnhealthyInstancePercent", 5, context);
  check_percent(set, "maxUnhealthyUpgradedInstancePercent", 0, context);
}

FLEETLINT_RULE(rolling_percent_out_of_range) = {
    .id = "FL-UPG-010",
    .name = "rolling-percent-out-of-range",
    .title = "A batch or health percentage lies outside what the API accepts",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade schema",
    .page = R"md(A batch or health percentage lies outside what the API accepts.

Azure refuses the deployment or the upgrade.

## When

properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent not in 5..100, or properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyInstancePercent not in 5..100, or properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyUpgradedInstancePercent not in 0..100, or not an integer (digits in quotes count as the integer they hold, FL-SCH-004).

## Example

Flagged: `maxBatchInstancePercent:0`.

Fine: `maxBatchInstancePercent:20`.

## Fix

Clamp to the nearest bound (owner confirms). A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema (minValue/maxValue))md",
    .check_scale_set = check_rolling_percent_out_of_range,
};

}  // namespace fleetlint::rules
