#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {

static void check_os_support_ends_soon(const ScaleSet& set, RuleContext& context) {
  if (!set.image()["id"].is_absent()) return;
  const auto window = context.setting_number("days") * 86400;
  const EndOfSupport* row = nullptr;
  const Tri ends = test_image(set.image(), [&](auto publisher, auto offer, auto sku) {
    if (!publisher || !offer || !sku) return Tri::unknown;
    row = find_end_of_support(*publisher, *offer, *sku);
    const auto end = row != nullptr ? parse_instant(row->date) : std::nullopt;
    return end ? tri(*end >= context.now() && *end - context.now() <= window) : Tri::no;
  });
  if (ends != Tri::yes || row == nullptr) return;
  const Property offer = set.image()["offer"], sku = set.image()["sku"];
  const std::string image = "`" + offer.text_or("*") + ":" + sku.text_or("*") + "`";
  context.report(set, sku, image + " leaves vendor support on " + std::string(row->date) + ", in " + std::to_string((*parse_instant(row->date) - context.now()) / 86400) + " days");
}

FLEETLINT_RULE(os_support_ends_soon) = {
    .id = "FL-IMG-019",
    .name = "os-support-ends-soon",
    .title = "OS release leaves support within the configured window",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "image",
    .settings = "days=180",
    .page = R"md(OS release leaves support within the configured window.

Advice: it works, but is easy to get wrong or harder to operate.

## When

The vendor's end of support - now is in 0..the setting `days`.

## Example

Flagged: `WindowsServer 2016-Datacenter in Nov 2026`.

Fine: `2022-Datacenter`.

## Fix

Successor SKU. A proposal: its owner decides.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- vendor lifecycle pages)md",
    .check_scale_set = check_os_support_ends_soon,
};

}  // namespace fleetlint::rules
