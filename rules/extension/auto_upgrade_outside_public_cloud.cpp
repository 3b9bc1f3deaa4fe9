#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_auto_upgrade_outside_public_cloud(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property flag = use.extension->properties["enableAutomaticUpgrade"];
    const auto where = use.set == nullptr ? std::nullopt : region_of((*use.set)["location"]);
    if (flag.is_true() != Tri::yes || !where) continue;
    for (const std::string_view sovereign : {"usgov", "usdod", "china", "germanycentral", "germanynortheast"})
      if (where->starts_with(sovereign)) report(context, use, flag, "automatic extension upgrade works in the public cloud only").note((*use.set)["location"], "the region");
  }
}

FLEETLINT_RULE(auto_upgrade_outside_public_cloud) = {
    .id = "FL-EXT-028",
    .name = "auto-upgrade-outside-public-cloud",
    .title = "Automatic extension upgrade outside the public cloud regions",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "extension upgrade",
    .page = R"md(Automatic extension upgrade outside the public cloud regions.

Nothing is refused, but machines silently stay as they are.

## When

enableAutomaticUpgrade == true and location known and starts usgov, usdod, china, germany…(sovereign).

## Example

Flagged: `location:"chinaeast2"`.

Fine: `public region`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines))md",
    .check_model = check_auto_upgrade_outside_public_cloud,
};

}  // namespace fleetlint::rules
