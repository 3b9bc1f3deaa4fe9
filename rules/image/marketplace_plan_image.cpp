#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {

static void check_marketplace_plan_image(const ScaleSet& set, RuleContext& context) {
  if ((set.os_upgrade_on() && set["plan"].present()) != Tri::yes) return;
  const auto publisher = set.image()["publisher"].text(), offer = set.image()["offer"].text(), sku = set.image()["sku"].text();
  if (!publisher || !offer) return;
  const bool listed = sku ? find_supported_image(*publisher, *offer, *sku) != nullptr : has_supported_offer(*publisher, *offer);
  if (listed) return;
  context.report(set, set["plan"], "an image with a purchase plan is not among those that OS image upgrade takes")
      .note(set.image()["offer"], "the image")
      .help("switch OS image upgrade off, or build a gallery image of your own");
}

FLEETLINT_RULE(marketplace_plan_image) = {
    .id = "FL-IMG-013",
    .name = "marketplace-plan-image",
    .title = "Third-party marketplace image with a purchase plan is outside the supported list",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "image upgrade",
    .page = R"md(Third-party marketplace image with a purchase plan is outside the supported list.

Azure refuses the deployment or the upgrade.

## When

automatic OS image upgrade is on and top-level plan present (plan.publisher/product/name) and the triple is not in the table; suppresses FL-IMG-005 for the same resource.

## Example

Flagged: `plan:{publisher:"acme",…}`.

Fine: `first-party image from the table or own gallery image`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_marketplace_plan_image,
};

}  // namespace fleetlint::rules
