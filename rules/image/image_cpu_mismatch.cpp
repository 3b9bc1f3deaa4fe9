#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// Standard_D2ps_v5: the letter p among the feature letters means Arm processors; nothing for names of another form.
std::optional<bool> is_arm_size(std::string_view size) {
  if (!equal_ignoring_case(size.substr(0, 9), "Standard_")) return std::nullopt;
  std::size_t at = 9;
  const auto letter = [&] { return at < size.size() && ((size[at] | 32) >= 'a' && (size[at] | 32) <= 'z'); };
  const auto digit = [&] { return at < size.size() && size[at] >= '0' && size[at] <= '9'; };
  if (!letter()) return std::nullopt;
  while (letter()) ++at;
  if (!digit()) return std::nullopt;
  while (digit() || (at < size.size() && size[at] == '-')) ++at;
  bool arm = false;
  for (; letter(); ++at) arm = arm || size[at] == 'p' || size[at] == 'P';
  if (at == size.size()) return false;
  return arm && equal_ignoring_case(size.substr(at, 2), "_v");
}

}  // namespace

static void check_image_cpu_mismatch(const ScaleSet& set, RuleContext& context) {
  const auto size = set["sku.name"].text();
  const auto publisher = set.image()["publisher"].text(), offer = set.image()["offer"].text(), sku = set.image()["sku"].text();
  if (!size || !publisher || !offer || !sku) return;
  const auto arm_size = is_arm_size(*size);
  const bool arm_image = contains_ignoring_case(*sku, "arm64");
  if (!arm_size || *arm_size == arm_image) return;
  context.report(set, set.image()["sku"], arm_image ? "an Arm64 image on the x64 size " + shown(set["sku.name"]) : "an x64 image on the Arm size " + shown(set["sku.name"]))
      .note(set["sku.name"], "the size")
      .help("choose image and size of one kind");
}

FLEETLINT_RULE(image_cpu_mismatch) = {
    .id = "FL-IMG-022",
    .name = "image-cpu-mismatch",
    .title = "Arm64 image on an x64 size or the reverse",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "image",
    .page = R"md(Arm64 image on an x64 size or the reverse.

Azure refuses the deployment or the upgrade.

## When

sku.name known and triple known: lower(image sku) contains arm64 xor size matches ^Standard_[A-Z]+\d+(-\d+)?[a-z]*p[a-z]*_v\d+$ (letter p in the feature part = Arm).

## Example

Flagged: `…-arm64 image on Standard_D2s_v5`.

Fine: `Standard_D2ps_v5`.

## Fix

Matching SKU. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- VM size naming convention (doc))md",
    .check_scale_set = check_image_cpu_mismatch,
};

}  // namespace fleetlint::rules
