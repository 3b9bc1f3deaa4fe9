#include <algorithm>

#include "checks.h"
#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

namespace {

constexpr const char* image_ids[] = {"id", "sharedGalleryImageId", "communityGalleryImageId"};

/// An id of a gallery image that names no version, or `latest`: …/images/NAME, …/images/NAME/versions/latest.
Tri follows_definition(const Property& id) {
  return id.test([](const eval::Value& value) {
    const auto text = to_lower(scalar_text(value).value_or(""));
    const auto versions = text.find("/versions/");
    return tri(text.find("/images/") != std::string::npos && (versions == std::string::npos || text.substr(versions) == "/versions/latest"));
  });
}

/// Whether a set is known to take each new image: it follows `latest` of a platform image, or the definition of a gallery image.
bool follows_new_images(const ScaleSet& set) {
  switch (set.image_kind) {
    case ImageKind::gallery: return set.image()["version"].is_absent() || set.image()["version"].equals("latest") == Tri::yes;
    case ImageKind::shared:
    case ImageKind::community:
      return std::any_of(std::begin(image_ids), std::end(image_ids), [&](const char* name) { return follows_definition(set.image()[name]) == Tri::yes; });
    case ImageKind::platform:
    case ImageKind::plan: return set.image()["version"].equals("latest") == Tri::yes;
    default: return false;
  }
}

/// Whether two sets start from the same image, as far as what names it is known.
bool have_same_image(const ScaleSet& a, const ScaleSet& b) {
  if (!a.image().is_present() || !b.image().is_present()) return false;
  const auto same = [&](const char* name) {
    const auto here = a.image()[name], there = b.image()[name];
    return here.is_absent() ? there.is_absent() : equal(symbolic(here), symbolic(there)) == Tri::yes;
  };
  constexpr const char* triple[] = {"publisher", "offer", "sku"};
  return std::all_of(std::begin(triple), std::end(triple), same) && std::all_of(std::begin(image_ids), std::end(image_ids), same);
}

}  // namespace

static void check_fleet_shares_fate(const FleetModel& model, RuleContext& context) {
  if (!model.of_type("microsoft.maintenance/configurationassignments").empty()) return;
  std::vector<const ScaleSet*> rolling;
  for (const auto& set : model.scale_sets)
    if ((set.os_upgrade_on() && set.resource->exists()) == Tri::yes && follows_new_images(set)) rolling.push_back(&set);
  for (std::size_t i = 0; i < rolling.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      const auto& a = *rolling[i];
      const auto& b = *rolling[k];
      const auto here = region_of(a["location"]), there = region_of(b["location"]);
      const bool same_region = here && there ? *here == *there : equal(symbolic(a["location"]), symbolic(b["location"])) == Tri::yes;
      if (!same_region || !have_same_image(a, b)) continue;
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

>= 2 sets with automatic OS image upgrade on that follow new images (version `latest`, or the definition of a gallery image, own, shared or of the community), same region, same image triple, no distinct windows.

## Example

Flagged: `web and api together`.

Fine: `windows`.

## Fix

OSImage windows on different days. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding. A version that is pinned or unknown: the set is not counted.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_fleet_shares_fate,
};

}  // namespace fleetlint::rules
