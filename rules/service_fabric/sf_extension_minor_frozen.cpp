#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_sf_extension_minor_frozen(const ScaleSet& set, RuleContext& context) {
  for (const auto* extension : set.service_fabric_extensions()) {
    const Property flag = extension->properties["autoUpgradeMinorVersion"];
    if (flag.is_false() == Tri::yes) context.report(set, *extension, flag, "the Service Fabric extension stays at one minor version").help("set `autoUpgradeMinorVersion` to true").fix_value(flag, "true");
  }
}

FLEETLINT_RULE(sf_extension_minor_frozen) = {
    .id = "FL-SF-026",
    .name = "sf-extension-minor-frozen",
    .title = "Service Fabric extension frozen at one minor version",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "service-fabric extension",
    .page = R"md(Service Fabric extension frozen at one minor version.

Advice: it works, but is easy to get wrong or harder to operate.

## When

SF extension autoUpgradeMinorVersion == false.

## Example

Flagged: `autoUpgradeMinorVersion: false on the Service Fabric extension`.

Fine: `autoUpgradeMinorVersion: true`.

## Fix

True.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- corpus: 80 public scale set templates)md",
    .check_scale_set = check_sf_extension_minor_frozen,
};

}  // namespace fleetlint::rules
