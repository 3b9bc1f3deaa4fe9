#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_arc_fleet_lag(const FleetModel& model, RuleContext& context) {
  constexpr std::int64_t weeks = 8, weeks_for_security = 3;  // seed document 002, lines 49 to 51
  const auto most = context.setting_number("maxWeeks");
  if (weeks <= most) return;
  for (const auto& use : extension_uses(model, Hosts::arc_machines)) {
    if (use.extension->exists != Tri::yes) continue;
    const Property flag = use.extension->properties["enableAutomaticUpgrade"];
    const auto publisher = use.extension->publisher.text(), type = use.extension->type.text();
    if (!publisher || !type || !is_arc_auto_upgrade_type(*publisher, *type)) continue;
    if (flag.is_true() != Tri::yes && !flag.is_absent()) continue;
    report(context, use, flag, "a new version of " + shown(use.extension->type) + " may take " + std::to_string(weeks) + " weeks to reach every Arc machine (" + std::to_string(weeks_for_security) +
                                   " for security fixes), more than the " + std::to_string(most) + " that are allowed")
        .help("upgrade by hand where it is urgent");
  }
}

FLEETLINT_RULE(arc_fleet_lag) = {
    .id = "FL-SIM-012",
    .name = "arc-fleet-lag",
    .title = "Arc extension upgrade may take longer than the owner's limit",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "arc extension",
    .settings = "maxWeeks=8",
    .page = R"md(An automatic extension upgrade may take longer to reach all Arc machines than their owner allows.

A new version goes out ring by ring. Up to eight weeks pass until the last machine has it; fixes for security need up to three.

## When

An extension of an Arc machine is upgraded automatically (`enableAutomaticUpgrade` is true, or absent, which is the same) and the setting `maxWeeks` is below
eight. The setting says what the owner allows; with its default nothing is found.

## Example

Flagged: `enableAutomaticUpgrade: true` with `maxWeeks` at 2.

Fine: `enableAutomaticUpgrade: false`, and upgrades by hand when they are urgent.

## What is unknown

Silent if the type of the extension or the flag is not known.

## Sources

- Microsoft Learn: Automatic extension upgrade for Azure Arc-enabled servers)md",
    .check_model = check_arc_fleet_lag,
};

}  // namespace fleetlint::rules
