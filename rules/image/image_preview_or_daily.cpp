#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

Tri mentions(const Property& property, std::initializer_list<std::string_view> words) {
  return property.test([&](const eval::Value& value) {
    if (value.is_string())
      for (const auto word : words)
        if (contains_ignoring_case(value.as_string(), word)) return Tri::yes;
    return Tri::no;
  });
}

}  // namespace

static void check_image_preview_or_daily(const ScaleSet& set, RuleContext& context) {
  if (set.image_kind != ImageKind::platform) return;
  const Property offer = set.image()["offer"], sku = set.image()["sku"], version = set.image()["version"];
  const Tri daily = offer.test([](const eval::Value& value) { return tri(value.is_string() && to_lower(value.as_string()).ends_with("-daily")); });
  const Property* culprit = (daily || mentions(offer, {"preview"})) == Tri::yes           ? &offer
                            : mentions(sku, {"preview", "daily", "alpha", "beta"}) == Tri::yes ? &sku
                            : mentions(version, {"-preview"}) == Tri::yes                      ? &version
                                                                                               : nullptr;
  if (culprit == nullptr) return;
  context.report(set, *culprit, "preview or daily image " + shown(*culprit) + " in a fleet").help("use the released image");
}

FLEETLINT_RULE(image_preview_or_daily) = {
    .id = "FL-IMG-008",
    .name = "image-preview-or-daily",
    .title = "Preview or daily image used in a fleet",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image",
    .page = R"md(Preview or daily image used in a fleet.

Nothing is refused, but machines silently stay as they are.

## When

the image is a marketplace image and (lower(offer) ends with -daily or contains preview, or lower(sku) contains preview, daily, alpha or beta, or version contains -preview).

## Example

Flagged: `offer:"0001-com-ubuntu-server-jammy-daily"`.

Fine: `offer:"0001-com-ubuntu-server-jammy"`.

## Fix

Remove the suffix. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- peer arm-ttk)md",
    .check_scale_set = check_image_preview_or_daily,
};

}  // namespace fleetlint::rules
