#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_repairs_loop_on_bad_image(const ScaleSet& set, RuleContext& context) {
  const Property action = set["properties.automaticRepairsPolicy.repairAction"], version = set.image()["version"];
  if (set.image_kind == ImageKind::platform && (set.has_repairs() && (action.equals("Replace") || !action.present()) && version.equals("latest") && !set.os_upgrade_on()) == Tri::yes)
    context.report(set, version, "each repair takes the newest image: a bad one spreads instance by instance");
}

FLEETLINT_RULE(repairs_loop_on_bad_image) = {
    .id = "FL-RPR-008",
    .name = "repairs-loop-on-bad-image",
    .title = "Repairs with Replace take the newest image: a bad model spreads during repairs",
    .severity = Severity::info,
    .outcome = Outcome::outage,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "repair image",
    .page = R"md(Repairs with Replace take the newest image: a bad model spreads during repairs.

More machines than expected can be out of service at the same time.

## When

properties.automaticRepairsPolicy.enabled and action Replace and version latest and automatic OS image upgrade is off.

## Example

Flagged: `latest + Replace`.

Fine: `AOU_ON`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- own inference
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_repairs_loop_on_bad_image,
};

}  // namespace fleetlint::rules
