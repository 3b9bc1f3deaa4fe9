#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

namespace {

/// Whether a set is known to take each new image: it follows `latest` of a platform image, or the definition of a gallery image.
bool follows_new_images(const ScaleSet& set) {
  if (set.image_kind != ImageKind::platform && set.image_kind != ImageKind::plan && set.image_kind != ImageKind::gallery) return false;
  const Property version = set.image()["version"];
  if (version.is_absent()) return set.image_kind == ImageKind::gallery;
  return version.test([](const eval::Value& value) {
    const auto text = scalar_text(value);
    return text ? tri(equal_ignoring_case(trim(*text), "latest")) : Tri::unknown;
  }) == Tri::yes;
}

}  // namespace

static void check_fleet_shares_fate(const FleetModel& model, RuleContext& context) {
  for (std::size_t i = 0; i < model.scale_sets.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      const auto& a = model.scale_sets[i];
      const auto& b = model.scale_sets[k];
      if ((a.os_upgrade_on() && b.os_upgrade_on() && a.resource->exists() && b.resource->exists()) != Tri::yes) continue;
      if (!follows_new_images(a) || !follows_new_images(b)) continue;
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

>= 2 sets with automatic OS image upgrade on that follow new images (version `latest`, or a gallery image definition), same region, same image triple, no distinct windows.

## Example

Flagged: `web and api together`.

Fine: `windows`.

## Fix

OSImage windows on different days. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding. A version that is pinned or unknown: the set is not counted.

## Sources

- seed document 000, line 43-53)md",
    .check_model = check_fleet_shares_fate,
};

}  // namespace fleetlint::rules
