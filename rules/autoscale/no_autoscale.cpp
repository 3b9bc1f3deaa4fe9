#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_no_autoscale(const ScaleSet& set, RuleContext& context) {
  if (set.has_autoscale() == Tri::no && set.autoscale_off.empty()) context.report(set, set["sku.capacity"], "the number of instances is fixed: nothing scales the set");
}

FLEETLINT_RULE(no_autoscale) = {
    .id = "FL-AUT-005",
    .name = "no-autoscale",
    .title = "Fixed instance count",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "capacity",
    .page = R"md(Fixed instance count.

Advice: it works, but is easy to get wrong or harder to operate.

## When

no autoscaleSettings in the deployment targets the set.

## Example

Flagged: no autoscale setting that targets the set.

Fine: `autoscale`.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- peer APRL)md",
    .check_scale_set = check_no_autoscale,
};

}  // namespace fleetlint::rules
