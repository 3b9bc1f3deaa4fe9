#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_gallery_version_excluded(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes || set.image_kind != ImageKind::gallery) return;
  const Found definition = context.model().find(reference_of(set.image()["id"]));
  const auto wanted = reference_of(set.image()["id"]);
  const auto location = region_of(set["location"]);
  for (const auto* version : context.model().of_type("microsoft.compute/galleries/images/versions")) {
    if (version->is_existing() || !version->can_violate(*set.resource) || version->names().size() != 3 || wanted.names.size() != 2) continue;
    if ((equal(version->names()[0], wanted.names[0]) && equal(version->names()[1], wanted.names[1])) != Tri::yes) continue;
    const Property everywhere = (*version)["properties.publishingProfile.excludeFromLatest"];
    std::optional<Property> excluded;
    if (everywhere.is_true() == Tri::yes) excluded = everywhere;
    for (const auto& target : (*version)["properties.publishingProfile.targetRegions"].items().certain)
      if (location && region_of(target["name"]) == location && target["excludeFromLatest"].is_true() == Tri::yes) excluded = target["excludeFromLatest"];
    if (!excluded) continue;
    context.report(set, *excluded, "the new version is excluded from `latest`, so no instance will ever get it").note(set.image()["id"], "the set follows this image definition").help("set `excludeFromLatest` to false when the rollout is wanted");
  }
  (void)definition;
}

FLEETLINT_RULE(gallery_version_excluded) = {
    .id = "FL-IMG-015",
    .name = "gallery-version-excluded",
    .title = "New gallery version is excluded from latest, so it will never roll out",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image upgrade",
    .page = R"md(New gallery version is excluded from latest, so it will never roll out.

Nothing is refused, but machines silently stay as they are.

## When

Template holds Microsoft.Compute/galleries/images/versions with properties.publishingProfile.excludeFromLatest == true (or targetRegions[].excludeFromLatest == true for the set's location, regions compared in lower case without blanks as in FL-IMG-016) whose parent definition is the one in properties.virtualMachineProfile.storageProfile.imageReference.id, and automatic OS image upgrade is on.

## Example

Flagged: `publishingProfile:{excludeFromLatest:true}`.

Fine: `excludeFromLatest:false`.

## Fix

False when the rollout is wanted. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_gallery_version_excluded,
};

}  // namespace fleetlint::rules
