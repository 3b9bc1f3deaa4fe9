#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// The versions that a gallery id may pin; empty for definitions, and when one of them is not known.
std::vector<std::string> pinned_versions(const eval::Value& value) {
  const auto reference = read_reference(value);
  SymbolicText version;
  if (reference.type == "microsoft.compute/galleries/images/versions") {
    version = reference.names.back();
  } else {
    const auto segments = reference.whole.split('/');
    bool in_gallery = false;
    for (std::size_t i = 0; i + 1 < segments.size() && version.is_empty(); ++i) {
      if (!segments[i].is_complete()) continue;
      if (equal_ignoring_case(segments[i].text(), "galleries")) in_gallery = true;
      if (!equal_ignoring_case(segments[i].text(), "versions")) continue;
      if (!in_gallery && reference.whole.is_complete()) return {};
      version = segments[i + 1];
    }
  }
  if (version.is_empty()) return {};
  if (version.is_complete()) return {version.text()};
  // A parameter with allowed versions. What all of them begin or end with is known text already.
  const eval::Value* choice = nullptr;
  for (const auto& piece : version.pieces()) {
    if (piece.known) continue;
    if (choice != nullptr || piece.unknown == nullptr) return {};
    choice = piece.unknown;
  }
  std::vector<std::string> found;
  const Property choices(choice, {}, {});
  for (const auto* each : choices.alternatives()) {
    if (each == nullptr || !each->is_string()) return {};
    found.emplace_back(each->as_string());
  }
  return found;
}

}  // namespace

static void check_gallery_version_pinned(const ScaleSet& set, RuleContext& context) {
  const Property id = set.image()["id"];
  if (set.os_upgrade_on() != Tri::yes || set.image_kind != ImageKind::gallery_pinned) return;
  std::string shown_version;
  for (const auto* value : id.alternatives()) {
    if (value == nullptr) return;
    const auto versions = pinned_versions(*value);
    if (versions.empty()) return;
    for (const auto& version : versions) {
      if (version.empty() || equal_ignoring_case(version, "latest")) return;
      shown_version = version;
    }
  }
  context.report(set, id, "OS image upgrade is on, but the gallery image is pinned to version `" + shown_version + "`")
      .note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here")
      .help("let the id end with the image definition: everything from `/versions/` on goes");
}

FLEETLINT_RULE(gallery_version_pinned) = {
    .id = "FL-IMG-009",
    .name = "gallery-version-pinned",
    .title = "Gallery image is referenced by a fixed version although OS upgrade is on",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "image upgrade",
    .page = R"md(Gallery image is referenced by a fixed version although OS upgrade is on.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and properties.virtualMachineProfile.storageProfile.imageReference.id matches /galleries/<g>/images/<i>/versions/<v> with v known and lower(v) != latest (case-insensitive path match; <g> and <i> may be unknown expressions: the literal segment /versions/ or a resourceId() of type Microsoft.Compute/galleries/images/versions decides; the id of an existing resource counts like resourceId() of its type and names). v unknown: no finding.

## Example

Flagged: `…/images/app/versions/1.2.3`.

Fine: `…/images/app`.

## Fix

Cut the id after /images/<i> (resourceId: drop type segment and last argument).

Azure says: `virtualMachineScaleSets with Automatic OS Upgrade enabled must use Platform or Gallery Image with version set to 'latest'.`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- platform error text (public reports))md",
    .check_scale_set = check_gallery_version_pinned,
};

}  // namespace fleetlint::rules
