#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {
namespace {

/// publisher:offer:sku with * and ?, from the configuration.
bool is_extra(const std::vector<std::string>& patterns, const std::string& image) {
  for (const auto& pattern : patterns)
    if (matches_pattern(pattern, image)) return true;
  return false;
}

/// Newer than every row of its family: the published list is likely to follow.
bool is_newer_than_list(std::string_view offer, std::string_view sku) {
  if (equal_ignoring_case(offer.substr(0, 7), "ubuntu-") && offer.size() > 9 && offer.substr(7, 2) >= "24") return true;
  return equal_ignoring_case(offer, "WindowsServer") && sku.size() > 4 && sku.substr(0, 4) >= "2025" && sku.substr(0, 4) <= "2099";
}

}  // namespace

static void check_image_not_supported(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes || set.image_kind != ImageKind::platform) return;
  const Property sku = set.image()["sku"], offer = set.image()["offer"];
  const auto table = context.setting("table");
  const ImageList list = table == "seed" ? ImageList::seed : table == "current" ? ImageList::current : ImageList::both;
  const auto extra = context.setting_list("extraImages");
  std::optional<std::string_view> publisher_text, offer_text;
  const Tri missing = test_image(set.image(), [&](auto publisher, auto its_offer, auto its_sku) {
    if (!publisher || !its_offer) return Tri::unknown;
    if (!publisher_text) {
      publisher_text = publisher;
      offer_text = its_offer;
    }
    const std::string prefix = std::string(*publisher) + ":" + std::string(*its_offer) + ":";
    if (its_sku) return tri(find_supported_image(*publisher, *its_offer, *its_sku, list) == nullptr && !is_extra(extra, prefix + std::string(*its_sku)));
    // Without the SKU only an offer that no row has decides.
    if (has_supported_offer(*publisher, *its_offer, list)) return Tri::unknown;
    return extra.empty() ? Tri::yes : is_extra(extra, prefix) ? Tri::no : Tri::unknown;
  });
  if (missing != Tri::yes) return;
  const std::string prefix = std::string(*publisher_text) + ":" + std::string(*offer_text) + ":";
  const auto sku_text = std::string(trim(sku.text_or("*")));
  const bool newer = is_newer_than_list(trim(*offer_text), sku_text);
  std::vector<std::string> siblings;
  for (const auto& row : supported_images())
    if (equal_ignoring_case(row.publisher, trim(*publisher_text)) && equal_ignoring_case(row.offer, trim(*offer_text))) siblings.emplace_back(row.sku);
  auto finding = context.report(set, has_supported_offer(*publisher_text, *offer_text, list) ? sku : offer,
                                "`" + prefix + sku_text + "` is not in the list of images that OS image upgrade takes (list of " + std::string(current_image_list_date) + ")");
  finding.note(set.upgrade.automatic_os["enableAutomaticOSUpgrade"], "OS image upgrade is switched on here");
  if (newer) finding.severity(Severity::warning).help("the published list of that date does not name it yet; the setting `extraImages` can");
  else if (const auto close = nearest(sku_text, siblings)) finding.help("did you mean the SKU `" + *close + "`?");
  else finding.help("choose an image of the list, or publish your own in a compute gallery");
}

FLEETLINT_RULE(image_not_supported) = {
    .id = "FL-IMG-005",
    .name = "image-not-supported",
    .title = "Marketplace image is not in the list that OS upgrade supports",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image upgrade",
    .suppressed_by = "FL-IMG-007 FL-IMG-008 FL-IMG-013",
    .settings = "table=union extraImages= asOf=2026-05-19",
    .page = R"md(Marketplace image is not in the list that OS upgrade supports.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and the image is a marketplace image and triple (publisher, offer, sku) known and not matched (case-insensitive, exact) by any row of the published list of supported images (setting `table`: `seed` is the list of 2023-07-25, `current` that of 2026-05-19, `union` both) nor by the setting `extraImages` (* and ? only there).

## Example

Flagged: `Canonical / UbuntuServer / 16.04-LTS with OS upgrade on`.

Fine: `Canonical / 0001-com-ubuntu-server-jammy / 22_04-LTS`.

## Fix

Nearest supported row with the same publisher and offer (edit distance <= 3), never a different publisher. A proposal: its owner decides.

Azure says: `Automatic OS Upgrade cannot be enabled on virtualMachineScaleSets configured with a Platform Image. (HTTP 400 BadRequest)`

Note: Name the date of the table. For an image newer than every row of its family (ubuntu-24_04-lts x64, 2025-datacenter*) say that the published list of that date does not name it yet and that extraImages can, and report as warning.

Doubt: The list grows without notice, so the message must name the table date; the refusal itself is evidenced by three reports (2018-2019).

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true). Each member may be known separately: publisher and offer known and no row has that pair -> finding even with unknown sku.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- issues azure-docs#19623, azure-docs#39477, aks-engine#1795)md",
    .check_scale_set = check_image_not_supported,
};

}  // namespace fleetlint::rules
