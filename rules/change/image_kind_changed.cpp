#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {
namespace {

/// Marketplace, an id, or a raw disk.
int family(ImageKind kind) {
  switch (kind) {
    case ImageKind::platform:
    case ImageKind::plan: return 1;
    case ImageKind::gallery:
    case ImageKind::gallery_pinned: return 2;
    case ImageKind::shared: return 3;
    case ImageKind::community: return 4;
    case ImageKind::managed: return 5;
    case ImageKind::vhd: return 6;
    default: return 0;
  }
}

}  // namespace

static void check_image_kind_changed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    const int a = family(now->image_kind), b = family(before->image_kind);
    if (a != 0 && b != 0 && a != b) context.report(*now, now->image(), "the kind of image changes, which an existing set refuses").note(before->image(), "the earlier version").help("make a second set");
  }
}

FLEETLINT_RULE(image_kind_changed) = {
    .id = "FL-DIF-020",
    .name = "image-kind-changed",
    .title = "Image kind changed between marketplace, gallery, managed image or VHD",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "image upgrade",
    .page = R"md(Image kind changed between marketplace, gallery, managed image or VHD.

Azure refuses the deployment or the upgrade.

## When

the kind of image of baseline (platform vs custom id vs uri) differs.

## Example

Flagged: `publisher/offer/sku -> id`.

Fine: `same kind`.

Azure says: `The Image type for a Virtual Machine Scale Set may not be changed. (OperationNotAllowed)`

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- issue azure-docs#92371
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_image_kind_changed,
};

}  // namespace fleetlint::rules
