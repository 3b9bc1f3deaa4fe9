#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {

static void check_trusted_launch_gen1(const ScaleSet& set, RuleContext& context) {
  const Property type = set.profile("securityProfile.securityType");
  const auto publisher = set.image()["publisher"].text(), offer = set.image()["offer"].text(), sku = set.image()["sku"].text();
  if (type.is_one_of({"TrustedLaunch", "ConfidentialVM"}) != Tri::yes || !publisher || !offer || !sku) return;
  const auto* row = find_supported_image(*publisher, *offer, *sku);
  if (row == nullptr || row->generation != "V1") return;
  std::string sibling;
  for (const auto& other : supported_images())
    if (other.generation == "V2" && other.offer == row->offer && contains_ignoring_case(other.sku, row->sku) && sibling.empty()) sibling = other.sku;
  auto finding = context.report(set, set.image()["sku"], shown(type) + " needs a generation 2 image, and `" + std::string(*sku) + "` is generation 1").note(type, "the security type");
  if (!sibling.empty()) finding.help("the generation 2 sibling is `" + sibling + "`");
}

FLEETLINT_RULE(trusted_launch_gen1) = {
    .id = "FL-IMG-023",
    .name = "trusted-launch-gen1",
    .title = "Trusted launch or confidential VM on a generation 1 image",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "image security",
    .page = R"md(Trusted launch or confidential VM on a generation 1 image.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.securityProfile.securityType in {TrustedLaunch, ConfidentialVM} and triple is in the table with generation V1.

## Example

Flagged: `sku:"2019-Datacenter" + TrustedLaunch`.

Fine: `sku:"2019-datacenter-gensecond"`.

## Fix

Gen2 sibling from the table. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on automatic OS image upgrade and compute galleries
- table)md",
    .check_scale_set = check_trusted_launch_gen1,
};

}  // namespace fleetlint::rules
