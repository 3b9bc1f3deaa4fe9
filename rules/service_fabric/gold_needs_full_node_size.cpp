#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_gold_needs_full_node_size(const ScaleSet& set, RuleContext& context) {
  if (set.durability() != "gold" || set.is_service_fabric() != Tri::yes) return;
  const Property size = set["sku.name"];
  const auto text = size.text();
  if (!text || is_isolated_size(*text) || equal_ignoring_case(*text, "Standard_L32s")) return;
  context.report(set, size, "Gold durability needs a size that fills its host; " + shown(size) + " does not").help("use Silver, or Standard_D15_v2, Standard_DS15_v2, Standard_G5, Standard_GS5, Standard_L32s or an isolated size");
}

FLEETLINT_RULE(gold_needs_full_node_size) = {
    .id = "FL-SF-009",
    .name = "gold-needs-full-node-size",
    .title = "Gold durability needs a full-node VM size",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "service-fabric capacity",
    .page = R"md(Gold durability needs a full-node VM size.

Azure refuses the deployment or the upgrade.

## When

durability Gold and sku.name known and none of the full-node sizes and not an isolated size (the letter i after the vCPU count as in Standard_E104is_v5 or Standard_M192ims_v2; also Standard_F72s_v2, Standard_M128ms).

## Example

Flagged: `Standard_D2_v2 + Gold`.

Fine: `Standard_D15_v2`.

## Fix

Silver or a listed size. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Service Fabric capacity planning, stateless node types, scale set durability)md",
    .check_scale_set = check_gold_needs_full_node_size,
};

}  // namespace fleetlint::rules
