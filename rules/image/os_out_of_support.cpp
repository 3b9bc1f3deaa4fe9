#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {

static void check_os_out_of_support(const ScaleSet& set, RuleContext& context) {
  if (!set.image()["id"].is_absent()) return;
  const EndOfSupport* row = nullptr;
  const Tri ends = test_image(set.image(), [&](auto publisher, auto offer, auto sku) {
    if (!publisher || !offer || !sku) return Tri::unknown;
    const auto* one = find_end_of_support(*publisher, *offer, *sku);
    const auto end = one != nullptr ? parse_instant(one->date) : std::nullopt;
    if (end && (row == nullptr || *parse_instant(row->date) < *end)) row = one;  // of several images the one that ended last
    return end ? tri(*end < context.now()) : Tri::no;
  });
  if (ends != Tri::yes || row == nullptr) return;
  const Property offer = set.image()["offer"], sku = set.image()["sku"];
  const std::string image = sku.text() ? "`" + offer.text_or("*") + ":" + std::string(*sku.text()) + "`" : "`" + offer.text_or("*") + "` with SKU " + shown(sku);
  auto finding = context.report(set, sku, image + " has been out of vendor support since " + std::string(row->date));
  const auto publisher = set.image()["publisher"].text_or("");
  if (const auto* next = find_image_successor(publisher, offer.text_or(""), sku.text_or("")))
    finding.help("next: `" + std::string(next->to_offer) + ":" + std::string(next->to_sku) + "` (" + std::string(next->note) + ")");
  else finding.help("move to a supported release; another offer means a new scale set");
}

FLEETLINT_RULE(os_out_of_support) = {
    .id = "FL-IMG-018",
    .name = "os-out-of-support",
    .title = "OS release is out of vendor support; \"automatic\" upgrades bring nothing",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "image security",
    .page = R"md(OS release is out of vendor support; "automatic" upgrades bring nothing.

Nothing is refused, but machines silently stay as they are.

## When

triple (or publisher+sku pattern) is out of support: the vendor's date < now.

## Example

Flagged: `UbuntuServer 16.04-LTS`.

Fine: `22_04-LTS`.

## Fix

Successor SKU; a different offer means a new scale set. A proposal: its owner decides.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- vendor lifecycle pages
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_os_out_of_support,
};

}  // namespace fleetlint::rules
