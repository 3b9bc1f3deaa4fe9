#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_batch_rounds_down(const ScaleSet& set, RuleContext& context) {
  const auto instances = set.instances.minimum, percent = set.batch_percent();
  if (!instances || !percent || *instances < 1) return;
  const auto exact = *instances * *percent;  // hundredths
  const auto whole = exact / 100;
  const bool rounded = exact % 100 != 0 && whole <= 1 && exact >= 150;
  if (!rounded && exact >= 100) return;
  context.report(set, set.upgrade.rolling["maxBatchInstancePercent"], std::to_string(*percent) + " % of " + std::to_string(*instances) + " instances is a batch of " + std::to_string(batch_size(*instances, *percent))).note(set.instances.property, "the number of instances");
}

FLEETLINT_RULE(batch_rounds_down) = {
    .id = "FL-CAP-006",
    .name = "batch-rounds-down",
    .title = "Batch percentage rounds to fewer instances than expected",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "capacity upgrade",
    .page = R"md(Batch percentage rounds to fewer instances than expected.

Advice: it works, but is easy to get wrong or harder to operate.

## When

floor(N*p/100) < N*p/100 and floor(...) <= 1 and N*p/100 >= 1.5, or N*p/100 < 1 (lifted to 1).

## Example

Flagged: `N=9, p=20 -> 1`.

Fine: `N=10`.

Doubt: Rounding down is assumed; the seed gives only the minimum of one.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_batch_rounds_down,
};

}  // namespace fleetlint::rules
