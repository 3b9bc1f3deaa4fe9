#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_batch_above_twenty_percent(const ScaleSet& set, RuleContext& context) {
  const Property percent = set.upgrade.rolling["maxBatchInstancePercent"];
  const auto warn = context.setting_number("batchWarn"), strong = context.setting_number("batchStrong");
  if (percent.greater_than(static_cast<double>(warn)) != Tri::yes) return;
  const auto value = percent.integer();
  auto finding = context.report(set, percent, (value ? std::to_string(*value) + " % of the instances go" : std::string("more than the usual 20 % of the instances go")) +
                                                  " out of service at the same time; the platform's own batches are 20 %");
  if (percent.greater_than(static_cast<double>(strong)) == Tri::yes) finding.severity(Severity::warning);
}

FLEETLINT_RULE(batch_above_twenty_percent) = {
    .id = "FL-UPG-013",
    .name = "batch-above-twenty-percent",
    .title = "Batch size is above the platform default of 20%",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade capacity",
    .settings = "batchWarn=20 batchStrong=50",
    .page = R"md(Batch size is above the platform default of 20%.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent > the setting `batchWarn`.

## Example

Flagged: `maxBatchInstancePercent:50`.

Fine: `maxBatchInstancePercent:20`.

## Fix

20. A proposal: its owner decides.

Note: Severity becomes warning above batchStrong (half the fleet at once).

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- Microsoft Learn: Updates and maintenance overview (virtual machines))md",
    .check_scale_set = check_batch_above_twenty_percent,
};

}  // namespace fleetlint::rules
