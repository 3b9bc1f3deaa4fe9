#include "fleetlint/base/nearest_name.h"
#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {
namespace {

bool starts_with(std::string_view text, std::string_view start) { return equal_ignoring_case(text.substr(0, start.size()), start); }

/// Whether Canonical never published such an image; the offers carry the release in their name since 20.04.
bool is_impossible_ubuntu(std::string_view offer, std::string_view sku) {
  if (equal_ignoring_case(offer, "UbuntuServer")) {
    for (const std::string_view late : {"20.04", "20_04", "22.04", "22_04", "24.04", "24_04"})
      if (starts_with(sku, late)) return true;
    return equal_ignoring_case(sku, "18_04-LTS");
  }
  if (equal_ignoring_case(offer, "0001-com-ubuntu-server-focal")) return !starts_with(sku, "20_04");
  if (equal_ignoring_case(offer, "0001-com-ubuntu-server-jammy")) return !starts_with(sku, "22_04");
  return false;
}

/// A publisher one letter away from a known one.
std::string_view misspelled_publisher(std::string_view publisher) {
  for (const auto& row : supported_images())
    if (edit_distance(publisher, row.publisher, 1) == 0) return {};
  for (const auto& row : supported_images())
    if (edit_distance(publisher, row.publisher, 1) == 1) return row.publisher;
  return {};
}

}  // namespace

static void check_image_triple_typo(const ScaleSet& set, RuleContext& context) {
  if (set.image_kind != ImageKind::platform) return;
  const Property publisher = set.image()["publisher"], offer = set.image()["offer"], sku = set.image()["sku"];
  const auto publisher_text = publisher.text();
  if (!publisher_text) return;
  if (const auto right = misspelled_publisher(trim(*publisher_text)); !right.empty()) {
    context.report(set, publisher, "there is no publisher " + shown(publisher)).help("did you mean `" + std::string(right) + "`?").fix_value(publisher, right);
    return;
  }
  const auto offer_text = offer.text();
  if (!equal_ignoring_case(trim(*publisher_text), "Canonical") || !offer_text) return;
  const Tri impossible = sku.test([&](const eval::Value& value) { return tri(value.is_string() && is_impossible_ubuntu(trim(*offer_text), trim(value.as_string()))); });
  if (impossible != Tri::yes) return;
  auto finding = context.report(set, sku, "offer " + shown(offer) + " has no SKU " + shown(sku)).note(offer, "the offer");
  if (const auto* row = find_impossible_image(*publisher_text, *offer_text, sku.text_or("")))
    finding.help("this release is `" + std::string(row->right_offer) + ":" + std::string(row->right_sku) + "`");
  else
    finding.help("the offer carries the release: `0001-com-ubuntu-server-jammy` has the SKUs `22_04-…`");
}

FLEETLINT_RULE(image_triple_typo) = {
    .id = "FL-IMG-007",
    .name = "image-triple-typo",
    .title = "Publisher, offer and SKU do not belong together",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "image",
    .page = R"md(Publisher, offer and SKU do not belong together.

Azure refuses the deployment or the upgrade.

## When

the image is a marketplace image and the triple is one of the known impossible combinations: UbuntuServer with 20.04-LTS, 20_04-LTS, 22.04-LTS, 22_04-LTS or 24_04; 0001-com-ubuntu-server-focal with any sku not starting 20_04; …-jammy not starting 22_04; dotted 20.04/22.04 in the new offers; publisher misspellings within edit distance 1 of a table publisher.

## Example

Flagged: `Canonical / UbuntuServer / 20.04-LTS`.

Fine: `Canonical / 0001-com-ubuntu-server-focal / 20_04-LTS`.

## Fix

Rewrite offer+sku when the mapping table has exactly one target.

Azure says: `The platform image … is not available / ImageNotFound`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- corpus (3 public Service Fabric samples use it)
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- Microsoft Learn training: update applications of a scale set with the custom script extension (CLI alias UbuntuLTS is not an image triple))md",
    .check_scale_set = check_image_triple_typo,
};

}  // namespace fleetlint::rules
