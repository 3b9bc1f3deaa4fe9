#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_fleet_shares_fate(const FleetModel& model, RuleContext& context) {
  for (std::size_t i = 0; i < model.scale_sets.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      const auto& a = model.scale_sets[i];
      const auto& b = model.scale_sets[k];
      if ((a.os_upgrade_on() && b.os_upgrade_on() && a.resource->exists() && b.resource->exists()) != Tri::yes) continue;
      const auto here = region_of(a["location"]), there = region_of(b["location"]);
      const bool same_region = here && there ? *here == *there : equal(symbolic(a["location"]), symbolic(b["location"])) == Tri::yes;
      bool same_image = a.image().is_present() && b.image().is_present();
      for (const char* name : {"publisher", "offer", "sku", "id"})
        same_image = same_image && (a.image()[name].is_absent() ? b.image()[name].is_absent() : equal(symbolic(a.image()[name]), symbolic(b.image()[name])) == Tri::yes);
      if (!same_region || !same_image || !context.model().of_type("microsoft.maintenance/configurationassignments").empty()) continue;
      context.report(a, a.image(), "a bad image reaches `" + b.display_name() + "` and `" + a.display_name() + "` at the same time: same region, same image, no windows").note(b.image(), "the other set").help("give them different maintenance windows");
      break;
    }
}

FLEETLINT_RULE(fleet_shares_fate) = {
    .id = "FL-SIM-011",
    .name = "fleet-shares-fate",
    .title = "Several scale sets of one service roll in the same region on the same day",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade maintenance",
    .page = R"md(Several scale sets of one service roll in the same region on the same day.

Advice: it works, but is easy to get wrong or harder to operate.

## When

>= 2 sets with automatic OS image upgrade on, same region, same image triple, no distinct windows.

## Example

Flagged: `web and api together`.

Fine: `windows`.

## Fix

OSImage windows on different days. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- seed document 000, line 43-53)md",
    .check_model = check_fleet_shares_fate,
};

}  // namespace fleetlint::rules
