#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_sf_extension_auto_upgrade(const ScaleSet& set, RuleContext& context) {
  if (set.is_service_fabric() != Tri::yes) return;
  for (const auto& extension : set.extensions) {
    const Property flag = extension.properties["enableAutomaticUpgrade"];
    if (flag.is_true() != Tri::yes || extension.exists != Tri::yes) continue;
    auto finding = context.report(set, extension, flag, "automatic extension upgrade of " + shown(extension.type) + " on a Service Fabric set");
    finding.help("such sets are left out of automatic extension upgrades: set it to false");
    if (extension.type.equals("ServiceFabricLinuxNode") == Tri::yes) finding.severity(Severity::info);
  }
}

FLEETLINT_RULE(sf_extension_auto_upgrade) = {
    .id = "FL-SF-014",
    .name = "sf-extension-auto-upgrade",
    .title = "Automatic extension upgrade on a Service Fabric set",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "service-fabric extension",
    .page = R"md(Automatic extension upgrade on a Service Fabric set.

Nothing is refused, but machines silently stay as they are.

## When

the set is a Service Fabric node type and any effective extension enableAutomaticUpgrade == true.

## Example

Flagged: `AzureMonitorLinuxAgent enableAutomaticUpgrade:true on SF set`.

Fine: `absent/false`.

## Fix

False. A proposal: its owner decides.

Doubt: The newer list names ServiceFabricLinuxNode as supported and 15 public samples set the flag; for that type report info.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines))md",
    .check_scale_set = check_sf_extension_auto_upgrade,
};

}  // namespace fleetlint::rules
