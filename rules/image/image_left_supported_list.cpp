#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {

static void check_image_left_supported_list(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes || set.image_kind != ImageKind::platform) return;
  const SupportedImage* row = nullptr;
  const Tri left = test_image(set.image(), [&](auto publisher, auto offer, auto sku) {
    if (!publisher || !offer || !sku) return Tri::unknown;
    row = find_supported_image(*publisher, *offer, *sku);
    return tri(row != nullptr && row->in_seed && !row->in_current);
  });
  if (left != Tri::yes || row == nullptr) return;
  const Property sku = set.image()["sku"];
  auto finding = context.report(set, sku, "OS image upgrade took " + shown(sku) + " once; the list of " + std::string(current_image_list_date) + " no longer names it");
  if (const auto* next = find_image_successor(row->publisher, row->offer, row->sku))
    finding.help("next: `" + std::string(next->to_publisher) + ":" + std::string(next->to_offer) + ":" + std::string(next->to_sku) + "` (" + std::string(next->note) + ")");
}

FLEETLINT_RULE(image_left_supported_list) = {
    .id = "FL-IMG-006",
    .name = "image-left-supported-list",
    .title = "Image was supported once and has been dropped from the newer list",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image upgrade",
    .page = R"md(Image was supported once and has been dropped from the newer list.

Nothing is refused, but machines silently stay as they are.

## When

automatic OS image upgrade is on and triple matches the seed table (07/2023) but not the current table (05/2026): UbuntuServer 18.04-LTS, UbuntuServer 18_04-LTS-Gen2, Cbl-Mariner cbl-mariner-1, Cbl-Mariner 1-Gen2, WindowsServer 2022-Datacenter-azure-edition-smalldisk.

## Example

Flagged: `Canonical / UbuntuServer / 18.04-LTS`.

Fine: `Canonical / 0001-com-ubuntu-server-jammy / 22_04-LTS`.

## Fix

The successor that the vendor names; note that a changed offer needs a new scale set (FL-DIF-001). A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: automatic OS upgrade page, 2026-05)md",
    .check_scale_set = check_image_left_supported_list,
};

}  // namespace fleetlint::rules
