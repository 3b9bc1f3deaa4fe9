#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_os_upgrade_api_floor(const ScaleSet& set, RuleContext& context) {
  const auto& version = set.resource->api_version();
  const Property at = set.resource->api_version_property();
  if (!version || *version >= *parse_api_version("2018-10-01")) return;
  const Tri asked = set.os_upgrade_on() || set.upgrade.automatic_os.present();
  if (asked != Tri::yes) return;
  context.report(set, at, "API version `" + at.text_or("") + "` does not know automatic OS image upgrade")
      .note(set.upgrade.automatic_os, "it is asked for here")
      .element("properties.upgradepolicy.automaticosupgradepolicy")
      .help("use 2018-10-01 or later")
      .fix_value(at, context.setting("targetApi"));
}

FLEETLINT_RULE(os_upgrade_api_floor) = {
    .id = "FL-API-001",
    .name = "os-upgrade-api-floor",
    .title = "Compute API version is too old for automatic OS upgrade",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "upgrade schema",
    .settings = "targetApi=2024-11-01",
    .page = R"md(Compute API version is too old for automatic OS upgrade.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on (or properties.upgradePolicy.automaticOSUpgradePolicy present) and apiVersion date < 2018-10-01.

## Example

Flagged: `apiVersion:"2018-06-01"`.

Fine: `apiVersion:"2018-10-01" or later`.

## Fix

Raise apiVersion to the setting `targetApi`, or to any version from the one on that the property needs.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_os_upgrade_api_floor,
};

}  // namespace fleetlint::rules
