#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_shared_gallery_version_pinned(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes) return;
  for (const char* name : {"sharedGalleryImageId", "communityGalleryImageId"}) {
    const Property id = set.image()[name];
    if (is_before_api(*set.resource, std::string_view(name) == "sharedGalleryImageId" ? "2021-07-01" : "2021-11-01")) continue;
    if (id.alternatives().size() != 1 || id.is_absent()) continue;
    const auto segments = symbolic(id).split('/');
    for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
      if (!segments[i].is_complete() || !equal_ignoring_case(segments[i].text(), "versions") || !segments[i + 1].is_complete()) continue;
      if (equal_ignoring_case(segments[i + 1].text(), "latest") || segments[i + 1].text().empty()) continue;
      context.report(set, id, "OS image upgrade is on, but the image is pinned to version `" + segments[i + 1].text() + "`")
          .note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here")
          .help("let the id end with `/versions/latest`");
      break;
    }
  }
}

FLEETLINT_RULE(shared_gallery_version_pinned) = {
    .id = "FL-IMG-020",
    .name = "shared-gallery-version-pinned",
    .title = "Shared or community gallery image pinned while OS upgrade is on",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "image upgrade",
    .page = R"md(Shared or community gallery image pinned while OS upgrade is on.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and (properties.virtualMachineProfile.storageProfile.imageReference.sharedGalleryImageId or properties.virtualMachineProfile.storageProfile.imageReference.communityGalleryImageId) has /Versions/<v> with v != latest.

## Example

Flagged: `/SharedGalleries/g/Images/i/Versions/1.0.0`.

Fine: `…/Versions/latest`.

## Fix

Replace the version by latest.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on automatic OS image upgrade and compute galleries)md",
    .check_scale_set = check_shared_gallery_version_pinned,
};

}  // namespace fleetlint::rules
