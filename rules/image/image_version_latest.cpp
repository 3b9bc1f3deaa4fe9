#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_image_version_latest(const ScaleSet& set, RuleContext& context) {
  const Property version = set.image()["version"];
  if ((set.os_upgrade_on() && tri(set.image_kind == ImageKind::platform)) != Tri::yes) return;
  const Tri pinned = version.test([](const eval::Value& value) {
    const auto text = scalar_text(value);
    return tri(text && !equal_ignoring_case(trim(*text), "latest"));
  });
  if (pinned != Tri::yes) return;
  context.report(set, version, "OS image upgrade is on, but the image is pinned to version " + shown(version))
      .note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here")
      .help("set the version to `latest`: Azure refuses anything else")
      .fix_value(version, "latest");
}

FLEETLINT_RULE(image_version_latest) = {
    .id = "FL-IMG-001",
    .name = "image-version-latest",
    .title = "Marketplace image is pinned although OS upgrade is on",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "image upgrade",
    .page = R"md(Marketplace image is pinned although OS upgrade is on.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and the image is a marketplace image and properties.virtualMachineProfile.storageProfile.imageReference.version is known and lower(properties.virtualMachineProfile.storageProfile.imageReference.version) != "latest" (whitespace trimmed; "Latest" passes).

## Example

Flagged: `imageReference:{…,version:"2022.0.20240101"}, enableAutomaticOSUpgrade:true`.

Fine: `version:"latest"`.

## Fix

Set properties.virtualMachineProfile.storageProfile.imageReference.version="latest"; if the value comes from a parameter or variable used only here, change its default instead.

Azure says: `virtualMachineScaleSets with Automatic OS Upgrade enabled must use Platform or Gallery Image with version set to 'latest'.`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- platform error text (public reports))md",
    .check_scale_set = check_image_version_latest,
};

}  // namespace fleetlint::rules
