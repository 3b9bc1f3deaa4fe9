#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_automatic_mode_hits_all_instances(const ScaleSet& set, RuleContext& context) {
  const Property mode = set.upgrade.policy["mode"];
  if ((mode.equals("Automatic") && !set.is_flexible() && !set.is_service_fabric()) != Tri::yes) return;
  const Property capacity = set["sku.capacity"];
  const bool counted = capacity.integer().has_value();
  Tri several = capacity.test([](const eval::Value& value) {
    const auto text = scalar_text(value);
    return tri(text && *text != "0" && *text != "1");
  });
  if (!counted && several != Tri::yes) {
    several = Tri::unknown;
    for (const auto& autoscale : set.autoscale)
      if (autoscale.acts() && autoscale.minimum.value_or(0) > 1) several = Tri::yes;
  }
  if (several == Tri::no || (several == Tri::unknown && capacity.is_absent())) return;
  auto finding = context.report(set, mode, "mode `Automatic` changes all instances at once, in no order and without a batch limit");
  finding.note(capacity, several == Tri::yes ? "the set has several instances" : "the number of instances is not known")
      .help("use `Rolling` with a health source; OS image upgrades are batched in any mode");
  if (several != Tri::yes) finding.possible();
}

FLEETLINT_RULE(automatic_mode_hits_all_instances) = {
    .id = "FL-UPG-003",
    .name = "automatic-mode-hits-all-instances",
    .title = "Automatic mode may restart every instance of a model change at once",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .page = R"md(Automatic mode may restart every instance of a model change at once.

More machines than expected can be out of service at the same time.

## When

properties.upgradePolicy.mode == Automatic and sku.capacity > 1 (or unknown capacity with autoscale minimum > 1) and the set is no Service Fabric node type.

## Example

Flagged: `upgradePolicy.mode:"Automatic", sku.capacity:6`.

Fine: `upgradePolicy.mode:"Rolling" + health source`.

## Fix

Mode -> Rolling with a rollingUpgradePolicy, only when there is a health source is true (else FL-HLT-002 would fire). A proposal: its owner decides.

Note: State that OS image upgrades are still batched (20%); the risk is in model changes such as extension or image edits.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true). Capacity unknown and no autoscale minimum above 1 known: no certain finding (it may be listed as possible, certain=false).

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_automatic_mode_hits_all_instances,
};

}  // namespace fleetlint::rules
