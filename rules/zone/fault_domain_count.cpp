#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_fault_domain_count(const ScaleSet& set, RuleContext& context) {
  const Property domains = set["properties.platformFaultDomainCount"];
  const auto zones = set.zone_count();
  const Tri flexible = set.is_flexible();
  if (!zones || flexible == Tri::unknown) return;
  const bool zonal = *zones > 0, flex = flexible == Tri::yes;
  const Tri allowed = domains.test(
      [&](const eval::Value& value) {
        const auto count = Property(&value, {}, {}).integer();
        if (!count) return Tri::unknown;
        if (flex) return tri(zonal ? *count == 1 : *count >= 1 && *count <= 3);
        return tri(zonal ? *count == 1 || *count == 5 : *count >= 1 && *count <= 5);
      },
      Tri::yes);
  if (allowed != Tri::no) return;
  context.report(set, domains, std::string(flex ? "a Flexible" : "a Uniform") + (zonal ? " set with zones" : " set without zones") + " takes " + (flex ? (zonal ? "1 fault domain" : "1 to 3 fault domains") : (zonal ? "1 or 5 fault domains" : "1 to 5 fault domains")));
}

FLEETLINT_RULE(fault_domain_count) = {
    .id = "FL-ZON-005",
    .name = "fault-domain-count",
    .title = "Fault-domain count not allowed in this layout",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "zones",
    .page = R"md(Fault-domain count not allowed in this layout.

Azure refuses the deployment or the upgrade.

## When

properties.platformFaultDomainCount: Uniform zonal 1 or 5; Uniform regional 1..5; Flexible zonal 1; Flexible regional 1..3.

## Example

Flagged: `Flexible zonal with 5`.

Fine: `platformFaultDomainCount: 1`.

## Fix

Nearest allowed.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on zones, fault domains, automatic zone balance)md",
    .check_scale_set = check_fault_domain_count,
};

}  // namespace fleetlint::rules
