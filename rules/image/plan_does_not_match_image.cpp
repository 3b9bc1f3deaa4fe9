#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_plan_does_not_match_image(const ScaleSet& set, RuleContext& context) {
  const Property plan = set["plan"], image = set.image();
  if (!plan.is_present() || !image["publisher"].is_present() || !image["offer"].is_present() || !image["sku"].is_present()) return;
  constexpr std::pair<const char*, const char*> pairs[] = {{"publisher", "publisher"}, {"product", "offer"}, {"name", "sku"}};
  for (const auto& [in_plan, in_image] : pairs) {
    const Property left = plan[in_plan], right = image[in_image];
    if (!left.is_present() || equal(symbolic(left), symbolic(right)) != Tri::no) continue;
    context.report(set, left, "plan " + std::string(in_plan) + " " + shown(left) + " is not the image's " + in_image + " " + shown(right)).note(right, "the image says so here");
    return;
  }
}

FLEETLINT_RULE(plan_does_not_match_image) = {
    .id = "FL-IMG-014",
    .name = "plan-does-not-match-image",
    .title = "Purchase plan does not fit the image",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "image",
    .page = R"md(Purchase plan does not fit the image.

Azure refuses the deployment or the upgrade.

## When

plan present and properties.virtualMachineProfile.storageProfile.imageReference has publisher, offer and sku (the kind of image is plan then) and (plan.publisher != properties.virtualMachineProfile.storageProfile.imageReference.publisher or plan.product != properties.virtualMachineProfile.storageProfile.imageReference.offer or plan.name != properties.virtualMachineProfile.storageProfile.imageReference.sku), case-insensitive.

## Example

Flagged: `plan.product:"a", offer:"b"`.

Fine: `plan: { publisher: 'a', product: 'b', name: 'c' } with the image a / b / c`.

## Fix

Copy publisher/offer/sku into plan.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding. Identical expressions on both sides count as equal.

## Sources

- marketplace deployment rules (doc))md",
    .check_scale_set = check_plan_does_not_match_image,
};

}  // namespace fleetlint::rules
