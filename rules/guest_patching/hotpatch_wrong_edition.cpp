#include "fleetlint/rules/rule.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {

static void check_hotpatch_wrong_edition(const ScaleSet& set, RuleContext& context) {
  const Property hotpatch = set.profile("osProfile.windowsConfiguration.patchSettings.enableHotpatching"), sku = set.image()["sku"];
  const auto publisher = set.image()["publisher"].text(), offer = set.image()["offer"].text(), text = sku.text();
  if (hotpatch.is_true() != Tri::yes || !publisher || !offer || !text) return;
  for (const auto known : hotpatch_skus())
    if (equal_ignoring_case(*publisher, "MicrosoftWindowsServer") && equal_ignoring_case(*offer, "WindowsServer") && equal_ignoring_case(known, trim(*text))) return;
  context.report(set, sku, "hotpatching needs an Azure Edition image; `" + std::string(*text) + "` is none").note(hotpatch, "hotpatching is switched on here");
}

FLEETLINT_RULE(hotpatch_wrong_edition) = {
    .id = "FL-GPT-011",
    .name = "hotpatch-wrong-edition",
    .title = "Hotpatch needs an Azure Edition image",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "guest-patching image",
    .page = R"md(Hotpatch needs an Azure Edition image.

Azure refuses the deployment or the upgrade.

## When

enableHotpatching == true and triple known and none of the editions that take hotpatches.

## Example

Flagged: `2022-Datacenter`.

Fine: `2022-datacenter-azure-edition-core`.

## Fix

Sibling SKU. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Updates and maintenance overview (virtual machines)
- Microsoft Learn: Update options in Azure Update Manager)md",
    .check_scale_set = check_hotpatch_wrong_edition,
};

}  // namespace fleetlint::rules
