#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_image_version_missing(const ScaleSet& set, RuleContext& context) {
  const Property version = set.image()["version"];
  if (set.image_kind != ImageKind::platform || !version.is_absent()) return;
  context.report(set, version, "the image has no version").help("state `version: 'latest'`");
}

FLEETLINT_RULE(image_version_missing) = {
    .id = "FL-IMG-002",
    .name = "image-version-missing",
    .title = "Marketplace image without a version",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "image schema",
    .page = R"md(Marketplace image without a version.

Azure refuses the deployment or the upgrade.

## When

the image is a marketplace image and properties.virtualMachineProfile.storageProfile.imageReference.version absent.

## Example

Flagged: `imageReference:{publisher,offer,sku}`.

Fine: `… version:"latest"`.

## Fix

Add version "latest".

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_image_version_missing,
};

}  // namespace fleetlint::rules
