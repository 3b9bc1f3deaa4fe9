#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_minor_upgrade_off(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    const auto& extension = *use.extension;
    const Property minor = extension.properties["autoUpgradeMinorVersion"], automatic = extension.properties["enableAutomaticUpgrade"];
    if (minor.is_false() != Tri::yes) continue;
    Tri on = automatic.is_true();
    if (automatic.is_absent()) {
      const auto publisher = extension.publisher.text(), type = extension.type.text();
      const auto& version = extension.resource->api_version();
      if (!use.is_arc() && is_before_api(*extension.resource, "2025-04-01")) on = Tri::no;  // whatever the type
      else if (!publisher || !type) continue;
      else if (use.is_arc()) on = tri(is_arc_auto_upgrade_type(*publisher, *type));
      else if (is_auto_upgrade_type(*publisher, *type)) on = version ? tri(*version >= *parse_api_version("2025-04-01")) : Tri::unknown;
    }
    if (on == Tri::no) report(context, use, minor, shown(extension.type) + " stays at one minor version").help("set `autoUpgradeMinorVersion` to true").fix_value(minor, "true");
  }
}

FLEETLINT_RULE(minor_upgrade_off) = {
    .id = "FL-EXT-008",
    .name = "minor-upgrade-off",
    .title = "Extension frozen at one minor version",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension upgrade",
    .page = R"md(Extension frozen at one minor version.

Nothing is refused, but machines silently stay as they are.

## When

autoUpgradeMinorVersion == false (written; absent does not count) and automatic upgrade is not on. It is on when enableAutomaticUpgrade is true, and also when it is absent on an Arc extension that Arc upgrades automatically, or absent on a scale set extension that Azure upgrades automatically at apiVersion >= 2025-04-01; unknown enableAutomaticUpgrade: no finding.

## Example

Flagged: `autoUpgradeMinorVersion: false`.

Fine: `autoUpgradeMinorVersion: true`.

## Fix

True.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines)
- doc: vendor pages on extension sequencing and automatic extension upgrade)md",
    .check_model = check_minor_upgrade_off,
};

}  // namespace fleetlint::rules
