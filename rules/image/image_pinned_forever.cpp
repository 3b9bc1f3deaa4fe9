#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// The day that an image version ends in: 17763.2366.220105 or 18.04.202001010; nothing when it does not.
std::optional<Instant> build_day(std::string_view version) {
  const auto dot = version.rfind('.');
  const auto tail = version.substr(dot == std::string_view::npos ? 0 : dot + 1);
  if (tail.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (tail.size() >= 8 && tail.substr(0, 2) == "20")
    return parse_instant(std::string(tail.substr(0, 4)) + "-" + std::string(tail.substr(4, 2)) + "-" + std::string(tail.substr(6, 2)));
  if (tail.size() == 6) return parse_instant("20" + std::string(tail.substr(0, 2)) + "-" + std::string(tail.substr(2, 2)) + "-" + std::string(tail.substr(4, 2)));
  return std::nullopt;
}

}  // namespace

static void check_image_pinned_forever(const ScaleSet& set, RuleContext& context) {
  const Property version = set.image()["version"];
  if (set.os_upgrade_on() != Tri::no || set.image_kind != ImageKind::platform) return;
  const Tri pinned = version.test([](const eval::Value& value) {
    const auto text = scalar_text(value);
    return tri(text && !equal_ignoring_case(trim(*text), "latest"));
  });
  if (pinned != Tri::yes) return;
  std::string age;
  if (const auto day = build_day(trim(version.text_or(""))); day && *day < context.now())
    age = ", built " + std::to_string((context.now() - *day) / 86400) + " days ago";
  context.report(set, version, "new instances keep starting from image version " + shown(version) + age).help("use `latest` and switch OS image upgrade on");
}

FLEETLINT_RULE(image_pinned_forever) = {
    .id = "FL-IMG-003",
    .name = "image-pinned-forever",
    .title = "Pinned image and no OS upgrade: new instances keep starting from an ageing image",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image",
    .page = R"md(Pinned image and no OS upgrade: new instances keep starting from an ageing image.

Nothing is refused, but machines silently stay as they are.

## When

automatic OS image upgrade is off and the image is a marketplace image and properties.virtualMachineProfile.storageProfile.imageReference.version known and != latest; message adds the age when the version ends in a date (yyyymmdd or yymmdd).

## Example

Flagged: `version:"18.04.202001010"`.

Fine: `version:"latest" + OS upgrade`.

## Fix

Latest. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (inverse))md",
    .check_scale_set = check_image_pinned_forever,
};

}  // namespace fleetlint::rules
