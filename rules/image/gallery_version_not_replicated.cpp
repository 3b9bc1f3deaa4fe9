#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_gallery_version_not_replicated(const ScaleSet& set, RuleContext& context) {
  auto wanted = reference_of(set.image()["id"]);
  SymbolicText pinned;
  if (wanted.type == "microsoft.compute/galleries/images/versions") {
    pinned = wanted.names.back();
    wanted = wanted.parent();
  }
  const auto location = region_of(set["location"]);
  if (wanted.type != "microsoft.compute/galleries/images" || wanted.names.size() != 2) return;
  for (const auto* version : context.model().of_type("microsoft.compute/galleries/images/versions")) {
    if (version->is_existing() || !version->can_violate(*set.resource) || version->names().size() != 3) continue;
    if ((equal(version->names()[0], wanted.names[0]) && equal(version->names()[1], wanted.names[1])) != Tri::yes) continue;
    if (!pinned.is_empty() && equal(pinned, version->names()[2]) != Tri::yes) continue;
    const Property regions = (*version)["properties.publishingProfile.targetRegions"];
    const Items targets = regions.items();
    if (!targets.is_complete() || targets.certain.empty()) continue;
    Tri replicated = Tri::no;
    for (const auto& target : targets.certain) {
      const auto name = region_of(target["name"]);
      if (location && name) replicated = replicated || tri(*name == *location);
      else replicated = replicated || (equal(symbolic(target["name"]), symbolic(set["location"])) == Tri::yes ? Tri::yes : Tri::unknown);
    }
    if (replicated != Tri::no) continue;
    context.report(set, regions, "version `" + version->names()[2].text() + "` is not replicated to " + shown(set["location"]) + ", where the set is")
        .note(set["location"], "the region of the set")
        .help("add the region to `targetRegions`");
  }
}

FLEETLINT_RULE(gallery_version_not_replicated) = {
    .id = "FL-IMG-016",
    .name = "gallery-version-not-replicated",
    .title = "Gallery version is not replicated to the region of the scale set",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "image upgrade",
    .page = R"md(Gallery version is not replicated to the region of the scale set.

Nothing is refused, but machines silently stay as they are.

## When

Gallery version in template for the referenced definition, publishingProfile.targetRegions[].name known and none equals location of the scale set (compare lower case without blanks).

## Example

Flagged: `targetRegions:[{name:"West Europe"}], set in eastus`.

Fine: `both regions listed`.

## Fix

Append the region to targetRegions.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_gallery_version_not_replicated,
};

}  // namespace fleetlint::rules
